"""What a researcher has around a notebook: the study's kernel, notebooks that git sees clean, and the set-up of both.

It knows JupyterLab and git. What a notebook means, and how the pipeline runs it, is in `quire.pipeline`.
"""
