package com.versaai.hub.dryrun;

/** Something that could have an effect outside was asked for on a stage, where nothing has. Its text holds no value of a message or setting. */
final class NotOnAStageException extends RuntimeException {

    private static final long serialVersionUID = 1;

    NotOnAStageException(String message) {
        super(message);
    }
}
