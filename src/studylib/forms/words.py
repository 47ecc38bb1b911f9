"""What forms say of themselves, in the languages of the study; the questions' own words are in the questionnaire."""

from __future__ import annotations

from collections.abc import Mapping

ENGLISH = {
    "subtitle": "Questionnaire to city governments",
    "foot": "Please send this form back to whoever sent it to you.",
    "how_sheet": "Please write in the white cells only. Where a cell offers a list, choose from it; of several choices, "
    "mark each that applies with x. Questions without * may be left open. Send the file back to whoever sent it to you.",
    "how_paper": "Please tick boxes and write into the frames. Questions without * may be left open. "
    "Send the form back to whoever sent it to you.",
    "contact": "What happens with your answers. What you say of yourself ({labels}) stays with the secretariat, which uses it only "
    "to ask back about your answers: it is not kept with them and never published. Your city's answers are published as "
    "far as you allow it in this form. You can have them changed or deleted at any time: write to the secretariat.",
    "name": "name",
    "number": "No.",
    "label": "Question",
    "answer": "Your answer",
    "help": "How to answer",
    "remarks": "Remarks",
    "one": "Choose one.",
    "several": "Mark all that apply.",
    "most": "Mark at most {most}.",
    "mark": "x",
    "rank": "Give each a place: 1 comes first.",
    "place": "Place {place}",
    "places": "Place",
    "integer": "A whole number",
    "decimal": "A number",
    "share": "A number, in per cent",
    "money": "A number",
    "year": "A year",
    "date": "A date: year-month-day",
    "file": "Please attach the file to your message and write its name here.",
    "range": "{low} to {high}",
    "low": "at least {low}",
    "high": "at most {high}",
    "only_if": "Only if {condition}.",
    "is": "question {number} is '{choice}'",
    "is_not": "question {number} is not '{choice}'",
    "compared": "question {number} is {sign} {value}",
    "counted": "the number of choices marked in question {number} is {sign} {value}",
    "answered": "question {number} is answered",
    "open": "question {number} is left open",
    "and": "{left} and {right}",
    "or": "{left} or {right}",
    "not": "it is not so that {part}",
    "repeat": "{label} {count}",
    "repeated": "Answer for up to {most}; more can be added on another copy of this form.",
    "wrong": "This answer does not fit the question. See the column '{help}'.",
}
SPANISH = {
    "subtitle": "Cuestionario para gobiernos locales",
    "foot": "Por favor, devuelva este formulario a quien se lo envió.",
    "how_sheet": "Escriba únicamente en las celdas blancas. Si una celda ofrece una lista, elija de ella; cuando haya varias "
    "opciones, marque con una x todas las que correspondan. Puede dejar sin responder las preguntas que no llevan *. "
    "Devuelva el archivo a quien se lo envió.",
    "how_paper": "Marque las casillas y escriba en los recuadros. Puede dejar sin responder las preguntas que no llevan *. "
    "Devuelva el formulario a quien se lo envió.",
    "contact": "Qué se hace con sus respuestas. Lo que indique sobre usted ({labels}) queda en la secretaría, que lo usa "
    "solo para consultarle sobre sus respuestas: no se guarda junto con ellas y nunca se publica. Las respuestas de su "
    "ciudad se publican en la medida en que usted lo autorice en este formulario. Puede pedir en cualquier momento que "
    "se modifiquen o se eliminen: escriba a la secretaría.",
    "name": "name",
    "number": "N.º",
    "label": "Pregunta",
    "answer": "Su respuesta",
    "help": "Cómo responder",
    "remarks": "Observaciones",
    "one": "Elija una opción.",
    "several": "Marque todas las que correspondan.",
    "most": "Marque {most} como máximo.",
    "mark": "x",
    "rank": "Asigne un lugar a cada opción: 1 es el primero.",
    "place": "Lugar {place}",
    "places": "Lugar",
    "integer": "Un número entero",
    "decimal": "Un número",
    "share": "Un número, en porcentaje",
    "money": "Un número",
    "year": "Un año",
    "date": "Una fecha: año-mes-día",
    "file": "Adjunte el archivo a su mensaje y escriba aquí su nombre.",
    "range": "de {low} a {high}",
    "low": "{low} como mínimo",
    "high": "{high} como máximo",
    "only_if": "Solo si {condition}.",
    "is": "la respuesta a la pregunta {number} es «{choice}»",
    "is_not": "la respuesta a la pregunta {number} no es «{choice}»",
    "compared": "la respuesta a la pregunta {number} es {sign} {value}",
    "counted": "el número de opciones marcadas en la pregunta {number} es {sign} {value}",
    "answered": "se ha respondido a la pregunta {number}",
    "open": "no se ha respondido a la pregunta {number}",
    "and": "{left} y {right}",
    "or": "{left} o {right}",
    "not": "no se cumple que {part}",
    "repeat": "{label} {count}",
    "repeated": "Responda para un máximo de {most}; puede añadir más en otra copia de este formulario.",
    "wrong": "Esta respuesta no corresponde a la pregunta. Vea la columna «{help}».",
}
WORDS: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "es": SPANISH}


def words_in(language: str) -> Mapping[str, str]:
    """The words in a language; in English where the study does not have them.

    >>> words_in("es")["label"], words_in("fr")["label"]
    ('Pregunta', 'Question')
    """
    return WORDS.get(language.partition("-")[0], ENGLISH)
