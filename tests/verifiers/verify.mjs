// Reads a question on standard input and answers it on standard output:
// {"pages": {address: document}, "credentials": [...]} gives, for each credential,
// {"bazaar": verdict, "core": verdict}. Nothing is fetched: what is not among the pages is missing.
import {DataIntegrityProof} from "@digitalbazaar/data-integrity";
import {cryptosuite} from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import {verifyCredential} from "@digitalbazaar/vc";
import {checkStatus} from "@digitalbazaar/vc-bitstring-status-list";
import {text} from "node:stream/consumers";

const question = JSON.parse(await text(process.stdin));
const pages = new Map(Object.entries(question.pages));

// What they tell beside is not the answer.
console.log = console.error;

globalThis.fetch = async request => {
  const page = pages.get(String(request.url ?? request));
  return new Response(JSON.stringify(page ?? null), {
    status: page ? 200 : 404,
    headers: {"content-type": "application/json"},
  });
};
// It keeps the function that fetches from when it is loaded.
const core = await import("@digitalcredentials/verifier-core");

const documentLoader = async address => {
  const document = pages.get(address) ?? pages.get(document_of(address));
  if(!document) {
    throw new Error(`Not among the pages: ${address}`);
  }
  const part = address.includes("#") && part_of(document, address);
  return {contextUrl: null, documentUrl: address, document: part || document};
};

function document_of(address) {
  const [did] = address.split("#");
  return `https://${did.slice("did:web:".length).replaceAll(":", "/")}/.well-known/did.json`;
}

function part_of(document, address) {
  const found = document.verificationMethod?.find(method => method.id === address);
  return found && {"@context": "https://w3id.org/security/multikey/v1", ...found};
}

const suite = new DataIntegrityProof({cryptosuite});

async function bazaar(credential) {
  const options = {credential, suite, documentLoader};
  if(credential.credentialStatus) {
    options.checkStatus = it => checkStatus({...it, documentLoader, suite, verifyMatchingIssuers: true});
  }
  const result = await verifyCredential(options);
  // A status that was read and says "revoked" is no error to it.
  if(result.statusResult?.results?.some(it => it.status)) {
    return "revoked";
  }
  if(result.verified) {
    return "valid";
  }
  return result.error.message.includes('after "validUntil"') ? "expired" : "refused";
}

async function asked(credential) {
  const result = await core.verifyCredential({credential, knownDIDRegistries: []});
  if(result.errors) {
    return "refused";
  }
  const steps = Object.fromEntries(result.log.map(step => [step.id, step.valid]));
  if(!steps.valid_signature) {
    return "refused";
  }
  if(steps.expiration === false) {
    return "expired";
  }
  return steps.revocation_status === false ? "revoked" : "valid";
}

const answers = [];
for(const credential of question.credentials) {
  answers.push({bazaar: await bazaar(credential), core: await asked(credential)});
}
process.stdout.write(JSON.stringify(answers));
