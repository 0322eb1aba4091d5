// The identity provider of a municipality: OpenID Connect with PKCE, and access tokens for the service (JWT, RS256).
//
// It has no passwords: the name of an account is enough, and consent is given by itself.
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";

// Node 20 lacks it, and oidc-provider needs it.
URL.parse ??= (address, base) => (URL.canParse(address, base) ? new URL(address, base) : null);
const { Provider } = await import("oidc-provider");

// What the token of each account says of it.
const accounts = {
  kassor: { municipalities: ["0188"], providers: ["0188/finska-foreningen"] },
  annan: { municipalities: ["0188"], providers: ["0188/kvarnens-utforare"] },
  ingen: { municipalities: [] },
  kommunen: { municipalities: ["0188"] },
};
const SCOPE = "records:read records:write";
const CLIENT = "insatskatalog-page";
// The resource that the tokens are for, which is their audience.
export const RESOURCE = "https://insatskatalog.example.se";
const RESOURCE_SERVER = { scope: SCOPE, audience: RESOURCE, accessTokenFormat: "jwt", jwt: { sign: { alg: "RS256" } } };
// The path of the pages where people sign in.
const SIGN_IN = "/sign-in/";
// The life of an access token, in seconds.
const USUAL_LIFE = 600;

// Makes an identity provider on a port. `redirect` is where people come back after they have signed in, and `signedOut` where
// they come back after they have signed out.
export function identityProvider({ port, redirect, signedOut }) {
  const issuer = `http://127.0.0.1:${port}`;
  const secret = randomBytes(24).toString("base64url");
  let life = USUAL_LIFE;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: CLIENT, client_secret: secret, token_endpoint_auth_method: "client_secret_basic",
      redirect_uris: [redirect], post_logout_redirect_uris: [signedOut],
      grant_types: ["authorization_code"], response_types: ["code"],
    }],
    jwks: { keys: [signingKey()] },
    pkce: { required: () => true },
    scopes: ["openid"],
    cookies: { keys: [randomBytes(24).toString("base64url")], names: cookieNames() },
    findAccount: (_, account) => account in accounts && { accountId: account, claims: () => ({ sub: account }) },
    extraTokenClaims: (_, token) => accounts[token.accountId],
    interactions: { url: (_, { uid }) => SIGN_IN + uid },
    loadExistingGrant: grantOf,
    formats: { customizers: { jwt: (_, token, { payload }) => { payload.exp = payload.iat + life; } } },
    ttl: { AccessToken: USUAL_LIFE, Session: 3600, Grant: 3600, Interaction: 600, IdToken: 600, AuthorizationCode: 60 },
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: { enabled: true, getResourceServerInfo: () => RESOURCE_SERVER },
      rpInitiatedLogout: { enabled: true, logoutSource: askToSignOut, postLogoutSuccessSource: saySignedOut },
    },
  });
  const answer = provider.callback();
  let server;
  return {
    issuer, secret, client: CLIENT, keys: `${issuer}/jwks`,
    // How long the access tokens live from now on, in seconds. With a life below zero they have ended already.
    giveTokensLife(seconds = USUAL_LIFE) { life = seconds; },
    // Adds an account, with what its tokens say of it.
    admit(account, claims) { accounts[account] = claims; },
    // An access token of an account, as it is after signing in.
    async tokenOf(account, scope = SCOPE) {
      const client = await provider.Client.find(CLIENT);
      const token = new provider.AccessToken({ accountId: account, client, scope, extra: accounts[account] });
      token.resourceServer = new provider.ResourceServer(RESOURCE, RESOURCE_SERVER);
      return token.save();
    },
    // Stops after the next code is given and before the service can exchange it.
    stopWithNextCode() { provider.once("authorization.success", () => server.close()); },
    async start() {
      server = createServer((request, response) => {
        const answered = request.url.startsWith(SIGN_IN) ? signIn(provider, request, response) : answer(request, response);
        answered.catch((error) => response.writeHead(500).end(String(error)));
      });
      await new Promise((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
    },
    async stop() {
      if (!server) return;
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      server = undefined;
    },
  };
}

// Cookies are not bound to a port, so these have other names than those of the service on the same machine.
function cookieNames() {
  return Object.fromEntries(["session", "interaction", "resume"].map((kind) => [kind, `identity-provider-${kind}`]));
}

function signingKey() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), kid: "pages", use: "sig", alg: "RS256" };
}

// The consent to what the client asks for.
async function grantOf({ oidc: { provider, client, session } }) {
  const known = session.grantIdFor(client.clientId);
  if (known) return provider.Grant.find(known);
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope("openid");
  grant.addResourceScope(RESOURCE, SCOPE);
  await grant.save();
  return grant;
}

async function signIn(provider, request, response) {
  if (request.method !== "POST") return write(response, "Logga in hos kommunen", signInForm());
  const account = new URLSearchParams(await text(request)).get("account") ?? "";
  if (!(account in accounts)) return write(response, "Användarnamnet finns inte", signInForm());
  return provider.interactionFinished(request, response, { login: { accountId: account } });
}

function signInForm() {
  return `<form method="post"><label for="account">Användarnamn</label> <input id="account" name="account">
<button>Logga in</button></form>`;
}

function askToSignOut(context, form) {
  context.body = pageOf("Vill du logga ut?", `${form}<button form="op.logoutForm" name="logout" value="yes">Ja, logga ut</button>`);
}

function saySignedOut(context) {
  context.body = pageOf("Du är utloggad hos kommunen", "");
}

async function write(response, heading, content) {
  response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(pageOf(heading, content));
}

function pageOf(heading, content) {
  return `<!doctype html><html lang="sv"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><style>:focus { outline: 2px solid }</style><title>${heading}</title><main><h1>${heading}</h1>${content}</main></html>`;
}
