"""What intake, closing and forgetting say at the end: how much of what, and what to do next."""

from __future__ import annotations

from quire.text.messages import _, ngettext
from studylib.intake.closing import Closed
from studylib.intake.doubts import count_kinds
from studylib.intake.forgetting import Forgotten
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
    if report.forgotten:
        lines.append(
            ngettext(
                "{n} answer was left out, as its city was forgotten",
                "{n} answers were left out, as their city was forgotten",
                report.forgotten,
            )
        )
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
        lines.append(
            _(
                "what was decided on columns takes effect when these are read again: {files}",
                files=files,
            )
        )
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


def say_closed(closed: Closed) -> str:
    """The summary of closing."""
    lines: list[str] = [
        ngettext(
            "{n} city stands with its name", "{n} cities stand with their names", closed.named
        ),
        ngettext(
            "{n} city stands in totals only", "{n} cities stand in totals only", closed.totals
        ),
    ]
    if closed.drafts:
        lines.append(ngettext("{n} draft was dropped", "{n} drafts were dropped", closed.drafts))
    if closed.texts:
        lines.append(
            ngettext(
                "{n} answer in words stays back, as nobody released it",
                "{n} answers in words stay back, as nobody released them",
                closed.texts,
            )
        )
    lines += [_("written: {file}", file=file) for file in closed.changed] or [
        _("nothing has changed")
    ]
    return "\n".join([*lines, _("next: study run")])


def say_forgotten(gone: Forgotten, edition: str) -> str:
    """What was taken out, and what a person has to look at: other copies, and the history of git."""
    lines: list[str] = [
        _("one city was removed; that, and the day, is all that is recorded"),
        _("  its answers: {n}, decisions on them: {m}", n=gone.submissions, m=gone.decisions),
    ]
    if gone.recounted:
        lines.append(_("  data/raw/instruments/{edition} was counted anew", edition=edition))
    if gone.withdrawn:
        lines.append(
            _(
                "  data/raw/instruments/{edition} was deleted, as too few cities are left: write status: in preparation "
                "in data/raw/editions/{edition}.yml",
                edition=edition,
            )
        )
    lines += [_("delete it if the city wishes so: {file}", file=file) for file in gone.practices]
    lines += [_("not searched, look at it yourself: {file}", file=file) for file in gone.others]
    lines += [
        _(
            "may hold the city until it is made anew or deleted: {place} ({command})",
            place=place,
            command=command,
        )
        for place, command in gone.built
    ]
    if gone.frozen:
        lines.append(
            _(
                "values of the edition were published before: look into data/published/{edition}, and declare an erratum",
                edition=edition,
            )
        )
    lines += [
        _(
            "exports on other disks, in mails and in the survey tools are not touched: delete them there"
        ),
        _("if it was ever committed, git still has it; see:"),
        _(
            "  git log --all --oneline -- data/raw/instruments/{edition} data/raw/practices",
            edition=edition,
        ),
        _(
            "  then take these files out of the history (git filter-repo), and have all copies cloned anew"
        ),
        _("next: study run && study book, and publish anew"),
    ]
    return "\n".join(lines)


def _say_next(report: Report, edition: str) -> str:
    if report.doubts:
        return _(
            "next: fill in decision, who and why in data/incoming/{edition}/doubts.csv, then: study intake {edition}",
            edition=edition,
        )
    if report.unread:
        return _(
            "next: study intake {edition} {files}", edition=edition, files=" ".join(report.unread)
        )
    if report.unallowed:
        return _(
            "next: study close {edition}, as what is public names a city that does not allow it any more",
            edition=edition,
        )
    if report.texts:
        return _(
            "next: write yes or no into release, and who and why, in data/incoming/{edition}/texts.csv, then: "
            "study intake {edition}; or: study close {edition}",
            edition=edition,
        )
    return _("next: study close {edition}, when no more answers are expected", edition=edition)
