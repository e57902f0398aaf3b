"""What the dialog of the history's upkeep says: sizes, what would go, what was done."""

from __future__ import annotations

from datetime import datetime, tzinfo

from cpam_desktop.domain.clock import NS_PER_SECOND
from cpam_desktop.domain.upkeep import BackupInfo, Compacted, HistorySizes, Restored, Retained, RetentionPlan
from cpam_desktop.ui.format import bytes_text, grouped
from cpam_desktop.ui.i18n import translate


def moment(nanos: int | None, zone: tzinfo) -> str:
    """Day and time, “2026-11-23 14:32”."""
    return "–" if nanos is None else datetime.fromtimestamp(nanos // NS_PER_SECOND, zone).strftime("%Y-%m-%d %H:%M")


def events(count: int) -> str:
    """“12,345 events”."""
    return translate("upkeep", "%n event(s)", None, count).replace(str(count), grouped(count))


def size_facts(sizes: HistorySizes | None) -> list[tuple[str, str]]:
    """Names and values, in the order of reading; dashes where nothing is known yet."""
    return [
        (translate("upkeep", "On disk"), bytes_text(sizes and sizes.total)),
        (translate("upkeep", "Events"), grouped(sizes and sizes.events)),
        (translate("upkeep", "Database"), bytes_text(sizes and sizes.database)),
        (translate("upkeep", "Free inside it"), bytes_text(sizes and sizes.free)),
        (translate("upkeep", "Log of recent changes"), bytes_text(sizes and sizes.wal)),
        (translate("upkeep", "Prepared for figures"), bytes_text(sizes and sizes.segments)),
    ]


def plan_words(plan: RetentionPlan, zone: tzinfo) -> tuple[str, str]:
    """Title and detail of what a deletion means."""
    if plan.empty:
        return translate("upkeep", "Nothing is that old."), _stays(plan, zone)
    title = translate("upkeep", "{0} would be deleted; {1} become free.")
    span = translate("upkeep", "From {0} to {1}.").format(moment(plan.oldest_ns, zone), moment(plan.newest_ns, zone))
    parts = [span] if plan.events else []
    if plan.dead_letters:
        parts.append(
            translate("upkeep", "%n record(s) that could not be understood go too.", None, plan.dead_letters).replace(
                str(plan.dead_letters), grouped(plan.dead_letters)
            )
        )
    return title.format(events(plan.events), bytes_text(plan.frees)), " ".join([*parts, _stays(plan, zone)])


def _stays(plan: RetentionPlan, zone: tzinfo) -> str:
    words = ""
    if plan.oldest_kept_ns is not None:
        words = translate("upkeep", "The oldest event that stays is from {0}.").format(
            moment(plan.oldest_kept_ns, zone)
        )
    if plan.kept_back > 1:  # one is the newest row, which always stays
        words += " " + translate("upkeep", "{0} are older, but are stored together with newer ones.").format(
            events(plan.kept_back)
        )
    return words


def deleted_words(done: Retained) -> tuple[str, str]:
    """Title and detail after a deletion."""
    title = translate("upkeep", "{0} deleted").format(events(done.events))
    details = [translate("upkeep", "Compact to give the space back to the disk.")]
    if not done.finished:
        details = [translate("upkeep", "It was called off; the others are still there.")]
    if done.archive is not None:
        details.append(translate("upkeep", "The archive is {0}.").format(done.archive))
    return title, " ".join(details)


def compacted_words(done: Compacted) -> tuple[str, str]:
    """Title and detail after compacting."""
    title = translate("upkeep", "{0} given back to the disk").format(bytes_text(max(0, done.before - done.after)))
    return title, translate("upkeep", "{0} before, {1} now.").format(bytes_text(done.before), bytes_text(done.after))


def backup_words(info: BackupInfo, zone: tzinfo) -> str:
    """What a backup holds."""
    if info.first_ns is None:
        return translate("upkeep", "It holds no events.")
    text = translate("upkeep", "It holds {0}, from {1} to {2}, in {3}.")
    return text.format(
        events(info.events), moment(info.first_ns, zone), moment(info.last_ns, zone), bytes_text(info.bytes)
    )


def restored_words(done: Restored) -> tuple[str, str]:
    """Title and detail after a restore."""
    title = translate("upkeep", "{0} restored").format(events(done.backup.events))
    if done.replaced is None:
        return title, ""
    return title, translate("upkeep", "What was there before is kept as {0}.").format(done.replaced.name)


def step_words(step: str) -> str:
    """What is going on."""
    return {
        "archive": translate("upkeep", "Writing the archive"),
        "delete": translate("upkeep", "Deleting"),
        "copy": translate("upkeep", "Copying"),
        "check": translate("upkeep", "Checking"),
        "compact": translate("upkeep", "Compacting"),
        "restore": translate("upkeep", "Restoring"),
    }.get(step, translate("upkeep", "Working"))
