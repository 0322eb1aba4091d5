import { publish } from "./service.mjs";

await publish();
