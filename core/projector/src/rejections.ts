import { type Explanations, explain } from "@meridian/kernel/explanation";
import type { QueryRejection } from "./query.ts";

export const rejections: Explanations<QueryRejection> = {
  "unknown-table": explain(
    ["There is no list of this name.", "Look at the list of views that the gateway documents."],
    ["没有这个名称的列表。", "请查看网关文档中的视图清单。"],
  ),
  "unknown-column": explain(
    ["The list has no column of this name.", "Use a column that the documentation of the list names."],
    ["该列表没有这个名称的列。", "请使用该列表文档中列出的列。"],
  ),
  "not-comparable": explain(
    [
      "The column holds lists or objects, or the value is of another type than the column.",
      "Filter by a text or integer column, with a value of its type.",
    ],
    ["该列保存的是列表或对象，或者所给的值与该列类型不符。", "请用文本列或整数列筛选，并给出相同类型的值。"],
  ),
  "not-indexed": explain(
    [
      "The list cannot be sorted by this column.",
      "Sort by the primary key, or by a column of an index whose columns before it are each held to one value.",
    ],
    ["该列表不能按此列排序。", "请按主键排序，或按索引中某列排序，且其前各列均限定为单一值。"],
  ),
  "too-many-filters": explain(
    ["The query filters by more columns or values than allowed.", "Ask in several queries."],
    ["查询的筛选列或筛选值超过上限。", "请分成几次查询。"],
  ),
  "limit-out-of-range": explain(
    ["A page cannot have this many rows.", "Ask for 1 to 500 rows and follow the cursor to the next page."],
    ["一页不能有这么多行。", "请将每页行数设为 1 至 500，并用游标读取下一页。"],
  ),
  "bad-cursor": explain(
    ["The cursor does not belong to this query.", "Start again from the first page, without a cursor."],
    ["游标不属于这个查询。", "请去掉游标，从第一页重新开始。"],
  ),
};
