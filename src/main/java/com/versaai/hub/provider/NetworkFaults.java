package com.versaai.hub.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.CharConversionException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.zip.ZipException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** Calls without an answer: what was surely not sent may be repeated, what may have been is in doubt. */
final class NetworkFaults {

    /** First match wins: several are subclasses of later ones. */
    private static final List<Kind> KINDS = List.of(
            new Kind(ConnectTimeoutException.class, FaultClass.TRANSIENT, "connect_timeout", "no connection within the time limit"),
            new Kind(ConnectionRequestTimeoutException.class, FaultClass.TRANSIENT, "pool_timeout", "no free connection within the time limit"),
            new Kind(ConnectException.class, FaultClass.TRANSIENT, "connect_refused", "connection refused"),
            new Kind(NoRouteToHostException.class, FaultClass.TRANSIENT, "no_route", "no route to the provider"),
            new Kind(UnknownHostException.class, FaultClass.TRANSIENT, "unknown_host", "the provider's host name is not known"),
            new Kind(UnresolvedAddressException.class, FaultClass.TRANSIENT, "unknown_host", "the provider's host name is not known"),
            new Kind(SSLHandshakeException.class, FaultClass.TRANSIENT, "tls_handshake", "no secure connection: TLS handshake failed"),
            new Kind(SSLPeerUnverifiedException.class, FaultClass.TRANSIENT, "tls_peer", "the certificate is another host's"),
            new Kind(SocketTimeoutException.class, FaultClass.IN_DOUBT, "read_timeout", "sent, but no answer within the time limit"),
            new Kind(NoHttpResponseException.class, FaultClass.IN_DOUBT, "no_answer", "sent, but the connection closed without an answer"),
            new Kind(ConnectionClosedException.class, FaultClass.IN_DOUBT, "connection_closed", "sent, but the connection closed within the answer"),
            new Kind(SocketException.class, FaultClass.IN_DOUBT, "connection_reset", "the connection broke during the call"),
            new Kind(ZipException.class, FaultClass.IN_DOUBT, "bad_encoding", "the answer says it is compressed and can't be unpacked"),
            new Kind(EOFException.class, FaultClass.IN_DOUBT, "answer_cut", "the answer ends early"),
            new Kind(MessageConstraintException.class, FaultClass.IN_DOUBT, "bad_http_answer", "the answer's header section is too large"),
            new Kind(InterruptedIOException.class, FaultClass.IN_DOUBT, "interrupted", "the call was interrupted"),
            new Kind(IOException.class, FaultClass.IN_DOUBT, "io_error", "the connection failed during the call"),
            new Kind(HttpException.class, FaultClass.IN_DOUBT, "bad_http_answer", "the answer is no HTTP"));

    /** I/O by name, but of the hub's own files and texts. */
    private static final List<Class<? extends IOException>> LOCAL = List.of(JsonProcessingException.class,
            FileNotFoundException.class, FileSystemException.class, CharConversionException.class);

    private NetworkFaults() {
    }

    /** The fault of one exception without its causes, null where it is no network fault. */
    static Fault of(Throwable thrown) {
        if (LOCAL.stream().anyMatch(local -> local.isInstance(thrown))) {
            return null;
        }
        if (thrown instanceof SocketException && String.valueOf(thrown.getMessage()).contains("unreachable")) {
            return new Fault(FaultClass.TRANSIENT, null, "no_route", "no route to the provider", null, null);
        }
        return KINDS.stream().filter(kind -> kind.type().isInstance(thrown)).findFirst()
                // The exception's own text may hold addresses and URLs; the kind says what an operator needs.
                .map(kind -> new Fault(kind.faultClass(), null, kind.code(), kind.message(), null, null)).orElse(null);
    }

    private record Kind(Class<? extends Throwable> type, FaultClass faultClass, String code, String message) {
    }
}
