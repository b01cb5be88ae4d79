/** Limits of views: of one query, and of one transaction of the projector. */

/** Rows of one page. */
export const PAGE_ROWS_MAX = 500;
/** Rows of a page when the query says nothing. */
export const PAGE_ROWS_DEFAULT = 50;
/** Values that one equality filter may list. */
export const FILTER_VALUES_MAX = 100;
/** Columns that one query may filter by equality. */
export const FILTER_COLUMNS_MAX = 8;
/** Ids that one reader may answer to: a person and the organisations that she works for. */
export const READER_IDS_MAX = 64;
/** Characters of a cursor. */
export const CURSOR_LENGTH_MAX = 2_048;
/** Blocks that the projector asks its source for at once. */
export const BLOCKS_PER_READ = 256;
/** Row changes after which the projector stores what it has; one block is never split. */
export const CHANGES_PER_BATCH = 2_000;
