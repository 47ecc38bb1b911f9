"""The questionnaire as it goes out: for KoBoToolbox and ODK, for LimeSurvey, as a sheet, on paper, and as a codebook.

Writers only: each makes the bytes of one file of a questionnaire, the same every time. Knows nothing of answers.
"""
