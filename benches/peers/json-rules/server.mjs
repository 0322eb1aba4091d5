// The rule of the personal alarm (trygghetslarm) in Tomelilla by json-rules-engine, behind Fastify: node server.mjs PORT
import Fastify from "fastify";
import { Engine } from "json-rules-engine";

const yearsBetween = (birthDate, day) => {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
};

const engine = new Engine([
  {
    conditions: {
      all: [
        { fact: "age", operator: "greaterThanInclusive", value: 70 },
        { fact: "registeredMunicipality", operator: "equal", value: "1270" },
      ],
    },
    event: { type: "eligible" },
  },
]);
engine.addFact("age", async (_, almanac) =>
  yearsBetween(await almanac.factValue("birthDate"), await almanac.factValue("asOf")),
);

const server = Fastify();
server.post("/", async ({ body }) => {
  const { results, failureResults } = await engine.run({ asOf: body.asOf, ...body.facts });
  const [{ conditions }] = [...results, ...failureResults];
  return { eligible: results.length > 0, reasons: conditions.all.map(({ fact, result }) => ({ fact, result })) };
});
await server.listen({ host: "127.0.0.1", port: Number(process.argv[2]) });
