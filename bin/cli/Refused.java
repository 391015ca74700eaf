package cli;

/** The hub says no, or says nothing, or what was asked for cannot be done here. Exit code 3. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;

    Refused(String message) {
        this(message, 0);
    }

    /** @param status of HTTP, 0 where no hub has answered */
    Refused(String message, int status) {
        super(message);
        this.status = status;
    }

    /** Whether a moment later it may be otherwise. */
    boolean passes() {
        return status == 0 || status == 429 || status >= 500;
    }
}
