/** A message of server-sent events. */
export type StreamMessage = { readonly event: string; readonly data: string };

/**
 * Reads server-sent events (HTML Standard, section 9.2.6) piece by piece, wherever the network cut them. `id` and `retry`
 * are not looked at: whoever follows blocks knows its place from the blocks.
 */
export class EventStream {
  #rest = "";
  #endedInReturn = false;
  #event = "";
  #data: string[] = [];

  /** The messages that are whole with this piece. */
  take(piece: string): readonly StreamMessage[] {
    const messages: StreamMessage[] = [];
    // A line may end in CR, LF or both, and both may come in two pieces.
    const text = this.#endedInReturn && piece.startsWith("\n") ? piece.slice(1) : piece;
    if (piece !== "") this.#endedInReturn = piece.endsWith("\r");
    const lines = (this.#rest + text).split(/\r\n|\r|\n/);
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      const message = line === "" ? this.#finished() : this.#read(line);
      if (message !== undefined) messages.push(message);
    }
    return messages;
  }

  #read(line: string): undefined {
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") this.#event = value;
    if (field === "data") this.#data.push(value);
  }

  #finished(): StreamMessage | undefined {
    const message = { event: this.#event === "" ? "message" : this.#event, data: this.#data.join("\n") };
    const isEmpty = this.#data.length === 0;
    this.#event = "";
    this.#data = [];
    return isEmpty ? undefined : message;
  }
}
