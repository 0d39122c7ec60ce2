"""What the assembly can decide about money shared: equal pay, set-asides, the surplus."""

from assemblies.kinds import register
from payroll.motions.contested import ContestedPartsKind
from payroll.motions.equal_pay import EqualPayKind
from payroll.motions.losses import LossKind
from payroll.motions.production import ProductionKind
from payroll.motions.set_asides import SetAsidesKind
from payroll.motions.surplus import SurplusKind
from payroll.motions.unlike import DeductionKindOfMotion, DifferenceKind

__all__ = [
    "ContestedPartsKind",
    "DeductionKindOfMotion",
    "DifferenceKind",
    "EqualPayKind",
    "LossKind",
    "ProductionKind",
    "SetAsidesKind",
    "SurplusKind",
]

for kind in (
    EqualPayKind(),
    ProductionKind(),
    SetAsidesKind(),
    SurplusKind(),
    LossKind(),
    ContestedPartsKind(),
    DifferenceKind(),
    DeductionKindOfMotion(),
):
    register(kind)
