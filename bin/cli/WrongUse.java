package cli;

/** A command line that says nothing the hub can do. Exit code 2. */
final class WrongUse extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param message what is wrong and what to write instead, empty for the help alone */
    WrongUse(String message) {
        super(message);
    }
}
