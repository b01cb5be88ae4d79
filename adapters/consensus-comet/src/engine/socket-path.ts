/**
 * Bytes of a unix socket's path at most: `sun_path` without the final zero is 103 on macOS and the BSDs, 107 on Linux. The
 * lesser one everywhere, so that a folder that can be joined on one machine can be started on another.
 */
export const SOCKET_PATH_BYTES_MAX = 103;
