"""Answers come in: exports of survey tools become submissions to the study's questionnaire, and what is doubtful goes to a person.

Stands above `studylib.data`; knows no page and no finding. Persons' names and addresses are dropped where an export is read.
"""
