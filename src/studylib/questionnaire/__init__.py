"""The questionnaire to city governments: held once, as an XLSForm, read into a model that forms, intake and pages stand on.

Knows nothing of answers, editions and files of figures.
"""
