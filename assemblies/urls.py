"""Addresses about assemblies, motions, minutes and house rules."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from assemblies.views import (
    chairing,
    convoking,
    decisions,
    documents,
    floor,
    hall,
    minutes,
    motions,
    now,
    papers,
    petitions,
    rehearsal,
    rules,
    searching,
    several,
    signing,
    tablet,
    voting,
)


class IdConverter(IntConverter):
    """A number a database can hold; any longer one is no address."""

    regex = "[0-9]{1,18}"


register_converter(IdConverter, "id")

app_name = "assemblies"
urlpatterns = [
    path("assembly/", now.now, name="now"),
    path("assemblies/", now.assemblies, name="assemblies"),
    path("assemblies/new/", now.convoke, name="convoke"),
    path("assemblies/<id:assembly_id>/", now.assembly, name="assembly"),
    path("assemblies/<id:assembly_id>/arrive/", now.arrive, name="arrive"),
    path("assemblies/<id:assembly_id>/depart/", now.depart, name="depart"),
    path("assemblies/<id:assembly_id>/door/", now.door, name="door"),
    path("assemblies/<id:assembly_id>/items/", now.add_item, name="add-item"),
    path("assemblies/<id:assembly_id>/to/<slug:to>/", now.step, name="step"),
    path("assemblies/items/<id:item_id>/move/", now.move_item, name="move-item"),
    path("assemblies/<id:assembly_id>/notices/", convoking.notices, name="notices"),
    path("assemblies/<id:assembly_id>/documents/", documents.of_assembly, name="assembly-documents"),
    path("assemblies/tasks/<id:task_id>/", convoking.legal_task, name="legal-task"),
    path("documents/<id:document_id>/", documents.document, name="document"),
    path("petitions/", petitions.petitions, name="petitions"),
    path("petitions/new/", petitions.new, name="new-petition"),
    path("petitions/<id:petition_id>/", petitions.petition, name="petition"),
    path("petitions/<id:petition_id>/sign/", petitions.sign, name="sign-petition"),
    path("petitions/<id:petition_id>/answer/", petitions.answer, name="answer-petition"),
    path("motions/<id:motion_id>/documents/", documents.of_motion, name="motion-documents"),
    path("assemblies/<id:assembly_id>/floor/", floor.floor, name="floor"),
    path("assemblies/<id:assembly_id>/floor/ask/", floor.ask, name="ask-floor"),
    path("assemblies/<id:assembly_id>/floor/take-back/", floor.take_back, name="take-back"),
    path("assemblies/<id:assembly_id>/floor/give/", floor.give, name="give-floor"),
    path("assemblies/floor/<id:turn_id>/end/", floor.end, name="end-turn"),
    path("assemblies/<id:assembly_id>/guests/", floor.guests, name="guests"),
    path("assemblies/<id:assembly_id>/guests/let-in/", floor.let_in, name="let-in"),
    path("assemblies/guests/<id:guest_id>/left/", floor.guest_left, name="guest-left"),
    path("assemblies/<id:assembly_id>/chair/", chairing.chair, name="chair"),
    path("assemblies/<id:assembly_id>/chair/part/", chairing.part, name="chair-part"),
    path("assemblies/<id:assembly_id>/chair/step/", chairing.take_step, name="take-step"),
    path("hall/", hall.make, name="make-hall"),
    path("hall/<str:token>/", hall.hall, name="hall"),
    path("hall/<str:token>/part/", hall.part, name="hall-part"),
    path("motions/", motions.motions, name="motions"),
    path("motions/new/", motions.new, name="new-motion"),
    path("motions/new/<slug:kind>/", motions.write, name="write"),
    path("motions/<id:motion_id>/", motions.motion, name="motion"),
    path("motions/<id:motion_id>/edit/", motions.edit, name="edit"),
    path("motions/<id:motion_id>/table/", motions.table, name="table"),
    path("motions/<id:motion_id>/second/", motions.second, name="second"),
    path("motions/<id:motion_id>/withdraw/", motions.withdraw, name="withdraw"),
    path("motions/<id:motion_id>/agenda/", motions.to_agenda, name="to-agenda"),
    path("motions/<id:motion_id>/open/", motions.open_vote, name="open-voting"),
    path("motions/<id:motion_id>/close/", motions.close_vote, name="close-voting"),
    path("motions/<id:motion_id>/interest/", motions.declare_interest, name="declare-interest"),
    path("motions/<id:motion_id>/ballot/", voting.ballot, name="ballot"),
    path("motions/<id:motion_id>/receipt/", voting.receipt, name="receipt"),
    path("motions/<id:motion_id>/count/", voting.count, name="count"),
    path("motions/<id:motion_id>/hands/", voting.hands, name="hands"),
    path("motions/<id:motion_id>/rehearsal/", rehearsal.rehearsal, name="rehearsal"),
    path("motions/<id:motion_id>/papers/", papers.papers, name="papers"),
    path("motions/<id:motion_id>/papers/hand/", papers.hand, name="hand-paper"),
    path("motions/<id:motion_id>/papers/count/", papers.count, name="count-box"),
    path("assemblies/<id:assembly_id>/batch/", several.batch, name="batch"),
    path("votes/", several.votes, name="several"),
    path("tablet/", tablet.tablet, name="tablet"),
    path("tablet/<str:secret>/", tablet.here, name="tablet-here"),
    path("tablet/<str:secret>/begin/", tablet.begin, name="tablet-begin"),
    path("tablet/<str:secret>/votes/", tablet.votes, name="tablet-votes"),
    path("tablet/<str:secret>/votes/<id:motion_id>/", tablet.ballot, name="tablet-ballot"),
    path("minutes/<id:assembly_id>/", minutes.minutes, name="minutes"),
    path("minutes/<id:assembly_id>/minutes.pdf", minutes.book, name="minutes-pdf"),
    path("minutes/<id:assembly_id>/wall.pdf", minutes.wall, name="wall-pdf"),
    path("minutes/<id:assembly_id>/sign/", signing.sign, name="sign-minutes"),
    path("minutes/signers/<id:signer_id>/paper/", signing.on_paper, name="sign-on-paper"),
    path("minutes/signers/<id:signer_id>/next/", signing.draw_next, name="replace-signer"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("motions/<id:motion_id>/contest/", decisions.contest, name="contest"),
    path("motions/contests/<id:contest_id>/settle/", decisions.settle, name="settle-contest"),
    path("search/", searching.search, name="search"),
    path("rules/", rules.rules, name="rules"),
    path("rules/<str:key>/", rules.rule, name="rule"),
]
