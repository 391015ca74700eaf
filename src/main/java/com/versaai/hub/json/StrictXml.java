package com.versaai.hub.json;

import java.io.CharArrayReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads XML from strangers: UTF-8 only; no document type, so no entities beyond the five and nothing to fetch; bounded in depth, elements
 * and attributes.
 */
public final class StrictXml {

    /** A SOAP message with records is less than 10 deep. */
    static final int MAX_DEPTH = 32;
    /** 100 records of one message, each with some hundred fields. */
    static final int MAX_ELEMENTS = 100_000;
    /** Of one element; with namespaces declared on the root about 10. */
    static final int MAX_ATTRIBUTES = 100;

    private final XMLStreamReader reader;
    private int elements;

    private StrictXml(XMLStreamReader reader) {
        this.reader = reader;
    }

    /**
     * The root element.
     *
     * @throws MalformedBodyException with a short reason that quotes nothing
     */
    public static XmlElement read(byte[] body) {
        if (body.length == 0) {
            throw new MalformedBodyException("empty body");
        }
        try {
            // Decoded here, whatever its declaration says: Java's parser writes a line to standard error for bytes that are none of their encoding.
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            return new StrictXml(factory().createXMLStreamReader(
                    new CharArrayReader(text.array(), text.arrayOffset() + text.position(), text.remaining()))).document();
        } catch (CharacterCodingException e) {
            throw new MalformedBodyException("not UTF-8");
        } catch (MalformedBodyException e) {
            throw e;
        } catch (XMLStreamException | RuntimeException e) {
            // Java's parser has runtime exceptions for some mistakes. None may go on: they quote the body.
            throw new MalformedBodyException("not XML");
        }
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

    private XmlElement document() throws XMLStreamException {
        XmlElement root = null;
        while (reader.hasNext()) {
            int event = reader.next();
            refuseDeclarations(event);
            if (event == XMLStreamReader.START_ELEMENT) {
                root = element(1);
            }
        }
        if (root == null) {
            throw new MalformedBodyException("no XML element");
        }
        return root;
    }

    private static void refuseDeclarations(int event) {
        switch (event) {
            case XMLStreamReader.DTD, XMLStreamReader.ENTITY_REFERENCE, XMLStreamReader.ENTITY_DECLARATION, XMLStreamReader.NOTATION_DECLARATION ->
                throw new MalformedBodyException("XML has a document type or an entity");
            default -> { }
        }
    }

    private XmlElement element(int depth) throws XMLStreamException {
        if (depth > MAX_DEPTH || ++elements > MAX_ELEMENTS || reader.getAttributeCount() > MAX_ATTRIBUTES) {
            throw new MalformedBodyException("XML exceeds a limit (depth " + MAX_DEPTH + ", elements " + MAX_ELEMENTS + ", attributes " + MAX_ATTRIBUTES + ")");
        }
        String namespace = nonNull(reader.getNamespaceURI());
        String name = reader.getLocalName();
        Map<String, String> attributes = attributes();
        StringBuilder text = new StringBuilder();
        List<XmlElement> children = new ArrayList<>();
        for (int event = reader.next(); event != XMLStreamReader.END_ELEMENT; event = reader.next()) {
            refuseDeclarations(event);
            if (event == XMLStreamReader.START_ELEMENT) {
                children.add(element(depth + 1));
            } else if (event == XMLStreamReader.CHARACTERS || event == XMLStreamReader.CDATA) {
                text.append(reader.getText());
            }
        }
        return new XmlElement(namespace, name, attributes, text.toString().strip(), List.copyOf(children));
    }

    private Map<String, String> attributes() {
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String namespace = nonNull(reader.getAttributeNamespace(i));
            attributes.put(namespace.isEmpty() ? reader.getAttributeLocalName(i) : '{' + namespace + '}' + reader.getAttributeLocalName(i),
                    reader.getAttributeValue(i));
        }
        return attributes;
    }

    private static String nonNull(String text) {
        return text == null ? "" : text;
    }
}
