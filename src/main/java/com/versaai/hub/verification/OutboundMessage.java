package com.versaai.hub.verification;

import java.io.CharArrayReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Finds the sender in a Salesforce outbound message, SOAP 1.1 in UTF-8 from a stranger: no document type, so no entities and nothing to
 * fetch; bounded in depth and elements; in one pass.
 */
final class OutboundMessage {

    /** A message is 7 deep. */
    private static final int MAX_DEPTH = 32;
    /** 100 notifications of one record each, which has at most some hundred fields. */
    private static final int MAX_ELEMENTS = 100_000;

    private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final String OUTBOUND = "http://soap.sforce.com/2005/09/outbound";
    private static final List<QName> PATH = List.of(new QName(SOAP, "Envelope"), new QName(SOAP, "Body"),
            new QName(OUTBOUND, "notifications"), new QName(OUTBOUND, "OrganizationId"));

    private final XMLStreamReader reader;
    private int depth;
    private int elements;
    /** How many of the elements around are those of the path. */
    private int onPath;
    private String found;

    private OutboundMessage(XMLStreamReader reader) {
        this.reader = reader;
    }

    /**
     * The text of the only {@code OrganizationId} at its place, without white space around.
     *
     * @throws RefusedException missing when there is none or it is empty; malformed when there are two, or the body is no XML that a
     *                          sender of outbound messages would send
     */
    static String organization(byte[] body) throws RefusedException {
        if (body.length == 0) {
            throw RefusedException.missing();
        }
        String found;
        try {
            // Decoded here: Java's parser writes a line to standard error for bytes that are none of their encoding.
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            Reader characters = new CharArrayReader(text.array(), text.arrayOffset() + text.position(), text.remaining());
            found = new OutboundMessage(factory().createXMLStreamReader(characters)).read();
        } catch (CharacterCodingException | XMLStreamException | RuntimeException e) {
            // Java's parser has runtime exceptions for some mistakes. None may go on: they quote the body.
            throw RefusedException.malformed();
        }
        if (found == null || found.isEmpty()) {
            throw RefusedException.missing();
        }
        return found;
    }

    /** A new one each time: Java doesn't say that one may be used by several threads. Its own, whatever else is on the classpath. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing is fetched");
        });
        return factory;
    }

    private String read() throws XMLStreamException, RefusedException {
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamReader.DTD, XMLStreamReader.ENTITY_REFERENCE, XMLStreamReader.ENTITY_DECLARATION -> throw RefusedException.malformed();
                case XMLStreamReader.START_ELEMENT -> start();
                case XMLStreamReader.END_ELEMENT -> end();
                default -> { }
            }
        }
        return found;
    }

    private void start() throws XMLStreamException, RefusedException {
        if (++depth > MAX_DEPTH || ++elements > MAX_ELEMENTS) {
            throw RefusedException.malformed();
        }
        if (onPath == depth - 1 && depth <= PATH.size() && reader.getName().equals(PATH.get(depth - 1))) {
            onPath = depth;
        }
        if (depth == PATH.size() && onPath == depth) {
            if (found != null) {
                throw RefusedException.malformed();
            }
            found = reader.getElementText().strip();
            end();
        }
    }

    private void end() {
        onPath = Math.min(onPath, --depth);
    }
}
