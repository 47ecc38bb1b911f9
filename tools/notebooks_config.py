"""How notebooks are cleaned before a commit: no outputs, and no word of the machine they were opened on."""

from traitlets.config import get_config

c = get_config()
c.ClearMetadataPreprocessor.enabled = True
c.ClearMetadataPreprocessor.preserve_nb_metadata_mask = {
    "kernelspec",
    "study",
    ("language_info", "name"),
}
c.ClearMetadataPreprocessor.preserve_cell_metadata_mask = {"tags"}
