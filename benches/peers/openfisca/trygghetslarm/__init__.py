"""The rule of the personal alarm (trygghetslarm) in Tomelilla: who has turned 70 and is registered there."""

from datetime import date

from numpy import datetime64
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

Person = build_entity(key="person", plural="persons", label="A person", is_person=True)
# OpenFisca does not start without a group of persons.
Household = build_entity(key="household", plural="households", label="A household", roles=[{"key": "member"}])


class birth_date(Variable):
    value_type = date
    entity = Person
    definition_period = DateUnit.ETERNITY
    label = "Day of birth"


class registered_municipality(Variable):
    value_type = str
    max_length = 4
    entity = Person
    definition_period = DateUnit.DAY
    label = "Code of the municipality where the person is registered (folkbokförd)"


class eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = DateUnit.DAY
    label = "Whether the person may have a personal alarm in Tomelilla"

    def formula(person, period, parameters):
        age = parameters(period).age
        latest = datetime64(str(period.start.offset(-age, DateUnit.YEAR)))
        is_old_enough = person("birth_date", period) <= latest
        return is_old_enough * (person("registered_municipality", period) == b"1270")


class CountryTaxBenefitSystem(TaxBenefitSystem):
    def __init__(self):
        super().__init__([Person, Household])
        self.parameters = ParameterNode("", data={"age": {"values": {"2025-07-01": {"value": 70}}}})
        for variable in (birth_date, registered_municipality, eligible):
            self.add_variable(variable)
