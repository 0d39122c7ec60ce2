"""The shape of what the calculators take and answer, exactly, and a plain sentence for anything else."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal, NoReturn, TypeVar

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, UnreadablePostError
from ninja import Schema
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

LARGEST = 10**30  # a number past this is a mistake; every sum below it is exact
MOST_MEMBERS = 100_000
Asked = TypeVar("Asked", bound=BaseModel)


class Unreadable(ValueError):  # noqa: N818  (it is said to members: no "error")
    """A request of the wrong shape: a sentence, and the field where it is wrong."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


def _within_reach(number: int) -> int:
    if abs(number) > LARGEST:
        raise ValueError("is too large")
    return number


def _not_negative(number: int) -> int:
    if number < 0:
        raise ValueError("cannot be negative")
    return number


Whole = Annotated[int, AfterValidator(_within_reach)]
Count = Annotated[Whole, AfterValidator(_not_negative)]


class Strict(BaseModel):
    """No guessing: "5" is not 5, true is not 1, and a misspelt name is not ignored."""

    model_config = ConfigDict(strict=True, extra="forbid")


class QuorumIn(Strict):
    share: str
    comparison: Literal["more_than", "at_least"]


class RuleIn(Strict):
    threshold: str
    comparison: Literal["more_than", "at_least"]
    base: Literal["present", "present_minus_abstentions", "valid_votes", "all_members"]
    quorum: QuorumIn | None = None
    second_call_quorum: QuorumIn | None = None
    tie: Literal["falls", "second_round", "next_assembly"] = "falls"


class TallyIn(Strict):
    roll: Count
    present: Count
    in_favour: Count
    against: Count
    abstaining: Count


class DecisionIn(Strict):
    rule: RuleIn
    tally: TallyIn
    second_call: bool = False


class WeightIn(Strict):
    id: Whole
    weight: str


class SplitIn(Strict):
    total_cents: Whole
    method: Literal["equal_carry", "largest_remainder"]
    carry_in_cents: Whole = 0
    members: list[WeightIn]


class VotedIn(Strict):
    interest_on_shares_cents: Count = 0
    reinvestment: str = "0"
    community: str = "0"


class SurplusIn(Strict):
    pack: Literal["AR", "ES", "UY", "IT", "FR", "BR", "US", "MONDRAGON", "NONE"]
    result_cents: Whole
    non_member_share: str = "0"
    extraordinary_cents: Count = 0
    prior_losses_cents: Count = 0
    reserves_to_rebuild_cents: Count = 0
    legal_reserve_cents: Count = 0
    capital_cents: Count = 0
    highest_capital_cents: Count = 0
    voted: VotedIn = VotedIn()


class Words(Schema):
    en: str
    es: str


class DecisionOut(Schema):
    outcome: Literal["adopted", "rejected", "no_quorum", "tied"]
    base_count: int
    needed: int
    quorum_needed: int
    quorum_met: bool
    sentence: Words


class ShareOut(Schema):
    id: int
    cents: int


class SplitOut(Schema):
    shares: list[ShareOut]
    carry_out_cents: int


class StepOut(Schema):
    code: str
    label: Words
    base_cents: int
    cents: int
    article: str
    destination: Words
    shareable: bool


class SaidOut(Schema):
    needs: str
    warnings: list[str]
    checked_against: str


class SurplusOut(Schema):
    steps: list[StepOut]
    for_return_cents: int
    return_floor_cents: int
    cash_floor_cents: int
    needs: str
    warnings: list[str]
    said: dict[str, SaidOut]
    last_checked: str


class Trouble(Schema):
    """A refusal: a sentence, and the field where it is wrong ("" for the whole)."""

    detail: str
    field: str


def read(request: HttpRequest, shape: type[Asked]) -> Asked:
    """The request's JSON in that shape, or `Unreadable` with a sentence. Nothing sent can break it."""
    try:
        data = json.loads(request.body, parse_constant=_refuse_constant, object_pairs_hook=_each_name_once)
    except Unreadable:
        raise
    except (RequestDataTooBig, UnreadablePostError):
        raise Unreadable("This is too long to read.") from None
    except (ValueError, RecursionError):
        raise Unreadable("This is not JSON that we can read.") from None
    try:
        return shape.model_validate(data)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False, include_input=False)[0]
    except RecursionError:
        raise Unreadable("This is not JSON that we can read.") from None
    field = ".".join(str(part) for part in first["loc"])
    raise Unreadable(f"{field or 'The request'} {_complaint(first['type'], first.get('ctx', {}))}.", field)


def request_body(shape: type[BaseModel]) -> dict[str, Any]:
    """The OpenAPI part that describes a request read with `read`, with its definitions written in place."""
    schema = shape.model_json_schema()
    definitions = schema.pop("$defs", {})

    def in_place(part: Any) -> Any:
        if isinstance(part, dict):
            if "$ref" in part:
                return in_place(definitions[part["$ref"].rsplit("/", 1)[1]])
            return {name: in_place(value) for name, value in part.items()}
        return [in_place(value) for value in part] if isinstance(part, list) else part

    return {"requestBody": {"required": True, "content": {"application/json": {"schema": in_place(schema)}}}}


def _complaint(kind: str, context: dict[str, Any]) -> str:
    match kind:
        case "missing":
            return "is missing"
        case "extra_forbidden":
            return "is not a name that we know"
        case "int_type" | "int_parsing" | "int_from_float" | "int_parsing_size":
            return "must be a whole number"
        case "string_type":
            return 'must be text between quotes, like "1/2"'
        case "bool_type":
            return "must be true or false"
        case "literal_error":
            return f"must be one of {context.get('expected', '')}".strip()
        case "list_type":
            return "must be a list"
        case "model_type" | "dict_type" | "model_attributes_type":
            return "must be an object"
        case "value_error":
            return str(context["error"])
        case _:
            return "has the wrong shape"


def _refuse_constant(name: str) -> NoReturn:
    raise Unreadable(f"{name} is not a number.")


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) != len(pairs):
        raise Unreadable("The same name appears twice in an object.")
    return named
