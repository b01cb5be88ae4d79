declare const TextEncoder: new () => { encode(text: string): Uint8Array };

const encoder = new TextEncoder();

/** UTF-8 bytes of a text, in every JavaScript environment. */
export const encode = (text: string): Uint8Array => encoder.encode(text);
