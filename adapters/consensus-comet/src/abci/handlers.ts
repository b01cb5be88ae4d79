import type {
  RequestApplySnapshotChunk,
  RequestCheckTx,
  RequestCommit,
  RequestExtendVote,
  RequestFinalizeBlock,
  RequestInfo,
  RequestInitChain,
  RequestListSnapshots,
  RequestLoadSnapshotChunk,
  RequestOfferSnapshot,
  RequestPrepareProposal,
  RequestProcessProposal,
  RequestQuery,
  RequestVerifyVoteExtension,
  ResponseApplySnapshotChunk,
  ResponseCheckTx,
  ResponseCommit,
  ResponseExtendVote,
  ResponseFinalizeBlock,
  ResponseInfo,
  ResponseInitChain,
  ResponseListSnapshots,
  ResponseLoadSnapshotChunk,
  ResponseOfferSnapshot,
  ResponsePrepareProposal,
  ResponseProcessProposal,
  ResponseQuery,
  ResponseVerifyVoteExtension,
} from "cosmjs-types/tendermint/abci/types";

type Answer<T> = T | Promise<T>;

/**
 * What the engine asks of its application (ABCI 2.0), whichever of its four connections a question comes by. A handler
 * that throws stops engine and node: what it would have answered is not known to be what others answer.
 */
export interface Handlers {
  info(request: RequestInfo): Answer<ResponseInfo>;
  query(request: RequestQuery): Answer<ResponseQuery>;
  checkTx(request: RequestCheckTx): Answer<ResponseCheckTx>;
  initChain(request: RequestInitChain): Answer<ResponseInitChain>;
  prepareProposal(request: RequestPrepareProposal): Answer<ResponsePrepareProposal>;
  processProposal(request: RequestProcessProposal): Answer<ResponseProcessProposal>;
  extendVote(request: RequestExtendVote): Answer<ResponseExtendVote>;
  verifyVoteExtension(request: RequestVerifyVoteExtension): Answer<ResponseVerifyVoteExtension>;
  finalizeBlock(request: RequestFinalizeBlock): Answer<ResponseFinalizeBlock>;
  commit(request: RequestCommit): Answer<ResponseCommit>;
  listSnapshots(request: RequestListSnapshots): Answer<ResponseListSnapshots>;
  offerSnapshot(request: RequestOfferSnapshot): Answer<ResponseOfferSnapshot>;
  loadSnapshotChunk(request: RequestLoadSnapshotChunk): Answer<ResponseLoadSnapshotChunk>;
  applySnapshotChunk(request: RequestApplySnapshotChunk): Answer<ResponseApplySnapshotChunk>;
}

/** The kinds of question that the application answers; echo and flush are the socket's own. */
export const KINDS = [
  // The frequent ones first: the list is searched from the front.
  "checkTx",
  "finalizeBlock",
  "commit",
  "prepareProposal",
  "processProposal",
  "query",
  "info",
  "initChain",
  "extendVote",
  "verifyVoteExtension",
  "listSnapshots",
  "offerSnapshot",
  "loadSnapshotChunk",
  "applySnapshotChunk",
] as const satisfies readonly (keyof Handlers)[];
