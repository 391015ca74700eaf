package hostile;

/**
 * One connection's worth of hostility.
 *
 * @param index  number in the run; with the seed it is all that is needed to send the same again
 * @param kind   door and manner, for the counts
 * @param target as it stands in the request line
 * @param head   whether it asks for no body (HEAD)
 * @param openAi whether errors have the form of {@code /v1}
 * @param bytes  what is sent
 * @param end    what happens after that
 */
record Attempt(int index, String kind, String target, boolean head, boolean openAi, byte[] bytes, End end) {

    /** After the last byte: wait for the answer, with or without closing the own half, or leave at once. */
    enum End { READ, HALF_CLOSE, ABORT }
}
