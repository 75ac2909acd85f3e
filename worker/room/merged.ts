/** Two sequences that ascend by `rank`, as one. Of each no more is read than is asked for. */
export function* merged<T extends Record<string, SqlStorageValue>>(
  one: Rows<T>,
  other: Rows<T>,
  rank: (row: T) => number,
): Generator<T> {
  let first = one.next();
  let second = other.next();
  while (!first.done && !second.done) {
    if (rank(first.value) < rank(second.value)) {
      yield first.value;
      first = one.next();
    } else {
      yield second.value;
      second = other.next();
    }
  }
  for (; !first.done; first = one.next()) yield first.value;
  for (; !second.done; second = other.next()) yield second.value;
}

type Rows<T extends Record<string, SqlStorageValue>> = Pick<SqlStorageCursor<T>, "next">;
