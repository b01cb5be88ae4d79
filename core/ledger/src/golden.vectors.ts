/**
 * What the ledger's encodings yield for one fixed story (`golden.test.ts`): a member's key, a transaction with two
 * signatures that moves a sum, one that is refused, and the state after them. Hexadecimal, unless it is text.
 *
 * These are consensus. A change here splits every network that runs: it needs an ADR, a new format name inside the
 * encoding, and an activation height. Never write a new value down to make a test pass.
 */
export const golden = {
  seed: "04851948bc02860429c26923a5b287701f2e602b105f0ae79eca36ec82565cbd",
  publicKey: "ef4c68b39358a77c033fa51237fd418686bcecec1c55d3f7fc3985f67d3087c7",
  keyId: "b59d76ea5b752d59f6adce660709a7e730f4dc01b7f343b7eda475e08ac7292a",
  payload:
    '{"commands":[{"amount":4,"domain":"purse","id":"a","to":"b","type":"move"},{"amount":1,"domain":"purse","id":"c","type":"add"}],"network":"toy","nonce":"00000000000000000000000000000abc","validUntil":42}',
  transactionId: "46be676af277b69d0994b48642594a0589f8daa4cb92303a93c068a518e2bcff",
  signedBytes:
    "6d6572696469616e2f7472616e73616374696f6e2f7631007b22636f6d6d616e6473223a5b7b22616d6f756e74223a342c22646f6d61696e223a227075727365222c226964223a2261222c22746f223a2262222c2274797065223a226d6f7665227d2c7b22616d6f756e74223a312c22646f6d61696e223a227075727365222c226964223a2263222c2274797065223a22616464227d5d2c226e6574776f726b223a22746f79222c226e6f6e6365223a223030303030303030303030303030303030303030303030303030303030616263222c2276616c6964556e74696c223a34327d",
  wire: "01000000cb7b22636f6d6d616e6473223a5b7b22616d6f756e74223a342c22646f6d61696e223a227075727365222c226964223a2261222c22746f223a2262222c2274797065223a226d6f7665227d2c7b22616d6f756e74223a312c22646f6d61696e223a227075727365222c226964223a2263222c2274797065223a22616464227d5d2c226e6574776f726b223a22746f79222c226e6f6e6365223a223030303030303030303030303030303030303030303030303030303030616263222c2276616c6964556e74696c223a34327d0201ef4c68b39358a77c033fa51237fd418686bcecec1c55d3f7fc3985f67d3087c799dee0568575c2a2c44364aeab63ab7d3e4ebfcf91fa4673a072f3210caff2dac042228c1d009a1a5fb2f21cb51011f3b945a8ca40b763d80da91910c72f8a0b01f0aa61bc51e67e3c5dc65657767e7de174938eec0f0bdde5f8b6e12a5265f92515ed537242591706ca7b37e38718acf9b0b970b398d9ca9e6a02f0e38db55e10e6bc04b890859be27cfbe3d5b3f476810dc40756e72f976a6a35b3939c98b60e",
  genesisEvents: [
    '{"domain":"owner","event":{"name":"anna","status":"live","type":"set"},"record":"b59d76ea5b752d59f6adce660709a7e730f4dc01b7f343b7eda475e08ac7292a","transaction":"5506a0a68dc997be86f506b9cb208230028dfb89203e45a52086503fef04fd80"}',
    '{"domain":"purse","event":{"amount":10,"type":"added"},"record":"a","transaction":"5506a0a68dc997be86f506b9cb208230028dfb89203e45a52086503fef04fd80"}',
  ].join("\n"),
  genesisStateRoot: "79f8836f7285f4d01d8f2cb283305495419c0b5b3d5d9c47f2cfc44ccf26c9db",
  genesisAppHash: "8d8ed4fad37a82d11082904d712a4eda82f38b55befc2ce1bb608e4a2f8f0d66",
  eventLeaves: [
    '{"domain":"purse","event":{"amount":4,"to":"b","type":"moved"},"record":"a","transaction":"46be676af277b69d0994b48642594a0589f8daa4cb92303a93c068a518e2bcff"}',
    '{"domain":"purse","event":{"amount":-4,"type":"added"},"record":"a","transaction":"46be676af277b69d0994b48642594a0589f8daa4cb92303a93c068a518e2bcff"}',
    '{"domain":"purse","event":{"amount":4,"type":"added"},"record":"b","transaction":"46be676af277b69d0994b48642594a0589f8daa4cb92303a93c068a518e2bcff"}',
    '{"domain":"echo","event":{"by":[{"organisation":"anna","type":"organisation"},{"type":"none"}],"cause":{"domain":"purse","event":"moved","record":"a","type":"reaction"},"factsAt":1,"height":1,"sum":4,"time":1700000001,"times":0,"type":"rung"},"record":"b","transaction":"46be676af277b69d0994b48642594a0589f8daa4cb92303a93c068a518e2bcff"}',
    '{"domain":"purse","event":{"amount":1,"type":"added"},"record":"c","transaction":"46be676af277b69d0994b48642594a0589f8daa4cb92303a93c068a518e2bcff"}',
  ].join("\n"),
  eventsRoot: "3850978692b96fa475176891aa511b6269053b87c0de77458cbe987b2e4b2065",
  record: '{"sum":4}',
  recordKeyHash: "17fafe01c07b74e3b75685b4e063f6497fc1de5dcb2cadb274b0f2a3e6e37755",
  recordValueHash: "d50d13969764d0dab0a08fff64278764011d09652406a02f8c58455872371065",
  stateRoot: "23103a5868924dba15817212742e72cbcf9a367bf536f0d0461fdc32d5b545b7",
  appHash: "b8d88349901e563d5240d460f294a6172caee4224952775708c0d3ec070d25bf",
  committedResultLeaf: "12217b226576656e7473223a352c22737461747573223a22636f6d6d6974746564227d",
  refusedResultLeaf:
    "080112517b22636f6d6d616e64223a302c2272656a656374696f6e223a7b22636f6465223a2270757273652f6f766572647261776e222c226c656674223a317d2c22737461747573223a2272656a6563746564227d",
  eventPath: [
    "f40485fc441a86e550ffbca88bfcea724b2df8610e6ca8e06856bdc5d87760ad",
    "29f183eef6fc8c29bb6ccdd41c8ddc5d871cbbba443bad1fe11071f214724047",
    "2e3ac5552d3607bff12137c58aafd605a30673a731acb740d8803df8c95fd0f1",
  ].join("\n"),
  stateProof: "c64514d07d93904b714b8203df40007ac143721c22166bfe919835b8f4e74061",
} as const;
