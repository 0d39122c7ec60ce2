"""The verbs of the record in members' words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, Promise] = {
    "coop.founded": _("founded the co-operative"),
    "members.member.enrolled": _("entered a member in the register"),
    "members.register.imported": _("entered members from a file"),
    "members.standing.changed": _("changed somebody's standing"),
    "members.sector.added": _("added a sector"),
    "members.cards.made": _("made sign-in cards"),
    "members.card.used": _("chose a PIN with a card"),
    "members.pin.chosen": _("changed their PIN"),
    "members.signed_out.everywhere": _("signed out on every phone"),
    "members.token.made": _("made a token for a program"),
    "assemblies.assembly.convoked": _("convoked an assembly"),
    "assemblies.assembly.opened": _("opened an assembly"),
    "assemblies.assembly.closed": _("closed an assembly"),
    "assemblies.assembly.cancelled": _("cancelled an assembly"),
    "assemblies.motion.drafted": _("drafted a motion"),
    "assemblies.motion.tabled": _("tabled a motion"),
    "assemblies.motion.seconded": _("seconded a motion"),
    "assemblies.motion.withdrawn": _("withdrew a motion"),
    "assemblies.motion.amended": _("amended a motion"),
    "assemblies.voting.opened": _("opened a vote"),
    "assemblies.voting.closed": _("closed a vote"),
    "assemblies.hands.counted": _("counted hands by name"),
    "assemblies.paper.handed": _("gave out paper for a vote"),
    "assemblies.box.counted": _("counted the box of a vote on paper"),
    "assemblies.item.begun": _("went on to an item of the agenda"),
    "assemblies.floor.given": _("gave somebody the floor"),
    "assemblies.floor.ended": _("ended a turn to speak"),
    "assemblies.guest.let_in": _("let a guest in"),
    "assemblies.guest.left": _("wrote down that a guest left"),
    "assemblies.house_rule.set": _("set a house rule"),
    "assemblies.minutes.drafted": _("drafted minutes"),
    "assemblies.minutes.approved": _("approved minutes"),
    "assemblies.legal_task.done": _("did what the law asks around an assembly"),
    "assemblies.legal_task.done": _("did what the law asks around an assembly"),
    "rotation.post.created": _("made a post"),
    "rotation.post.changed": _("changed a post"),
    "rotation.mandate.began": _("seated somebody in a post"),
    "rotation.mandate.ended": _("ended a mandate early"),
    "rotation.lot.drawn": _("drew lots"),
    "rotation.duty.written": _("wrote a duty down"),
    "rotation.duty.done": _("finished a duty"),
    "ledger.accounts.opened": _("opened accounts"),
    "ledger.period.opened": _("opened a month"),
    "ledger.period.closed": _("closed a month"),
    "ledger.entry.posted": _("entered something in the books"),
    "ledger.bank.imported": _("took in a bank file"),
    "payroll.run.prepared": _("began the pay of a month"),
    "payroll.run.computed": _("worked out the pay"),
    "payroll.run.countersigned": _("gave the second signature"),
    "payroll.run.posted": _("entered the pay in the books"),
    "payroll.run.paid": _("paid"),
    "payroll.run.abandoned": _("set a pay run aside"),
    "payroll.month.set_aside": _("set a month's result aside"),
    "payroll.surplus.drafted": _("worked out a surplus"),
    "payroll.surplus.proposed": _("proposed how to share a surplus"),
    "payroll.surplus.shared": _("shared a surplus"),
    "payroll.surplus.fell": _("a surplus was not adopted"),
    "payroll.cost_sheet.written": _("wrote what a product costs"),
    "payroll.project.listed": _("listed a project"),
}


def in_words(verb: str) -> str:
    """What somebody did; the verb itself where we have no better words."""
    return str(VERBS.get(verb, verb))
