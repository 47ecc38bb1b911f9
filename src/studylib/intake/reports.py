"""What intake, closing and forgetting say at the end: how much of what, and what to do next."""

from __future__ import annotations

from quire.text.messages import _, ngettext
from studylib.intake.doubts import count_kinds
from studylib.intake.record import Report


def say_intake(report: Report, edition: str, *, dry_run: bool = False) -> str:
    """The summary of an intake: what came in, what is doubtful, and the next step."""
    lines: list[str] = [
        _(
            "answers: {new} new, {again} known already, {replaced} replaced by a later one",
            new=report.new,
            again=report.again,
            replaced=report.replaced,
        ),
        _(
            "cities: {sent} have answered, {begun} have begun",
            sent=report.cities,
            begun=report.drafts,
        ),
    ]
    if report.decided:
        lines.append(
            ngettext("{n} decision taken over", "{n} decisions taken over", report.decided)
        )
    if report.doubts:
        lines.append(ngettext("{n} doubt is open", "{n} doubts are open", len(report.doubts)))
        lines += [f"  {line}" for line in count_kinds(report.doubts)]
        lines.append(_("  until they are decided, what they are about is left out"))
    if report.unread:
        files = ", ".join(report.unread)
        lines.append(_("what was decided on columns takes effect when these are read again: {files}", files=files))
    if report.texts:
        lines.append(
            ngettext(
                "{n} answer in words is held back until you release it",
                "{n} answers in words are held back until you release them",
                report.texts,
            )
        )
    written = ", ".join(report.changed)
    if not report.changed and not report.decided:
        lines.append(_("nothing has changed"))
    elif dry_run:
        lines.append(_("nothing was written; this would be: {files}", files=written))
    elif report.changed:
        lines.append(
            _("written to data/incoming/{edition}: {files}", edition=edition, files=written)
        )
    return "\n".join([*lines, _say_next(report, edition)])


def _say_next(report: Report, edition: str) -> str:
    if report.doubts:
        return _(
            "next: fill in decision, who and why in data/incoming/{edition}/doubts.csv, then: study intake {edition}",
            edition=edition,
        )
    if report.unread:
        return _("next: study intake {edition} {files}", edition=edition, files=" ".join(report.unread))
    if report.texts:
        return _(
            "next: write yes or no into release, and who and why, in data/incoming/{edition}/texts.csv, then: "
            "study intake {edition}; or: study close {edition}",
            edition=edition,
        )
    return _("next: study close {edition}, when no more answers are expected", edition=edition)
