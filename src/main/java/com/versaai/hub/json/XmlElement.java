package com.versaai.hub.json;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An element of a document that {@link StrictXml} has read. Prefixes are gone: names go by their namespace.
 *
 * @param namespace  empty for none
 * @param name       without prefix
 * @param attributes by {@code {namespace}name}, or the name alone where it has no namespace
 * @param text       of its own, without white space around; empty for none
 * @param children   in the order of the document
 */
public record XmlElement(String namespace, String name, Map<String, String> attributes, String text, List<XmlElement> children) {

    /** Those of that name among its children. */
    public Stream<XmlElement> all(String ofNamespace, String ofName) {
        return children.stream().filter(child -> child.is(ofNamespace, ofName));
    }

    /** The first of that name among its children. */
    public Optional<XmlElement> first(String ofNamespace, String ofName) {
        return all(ofNamespace, ofName).findFirst();
    }

    /** Whether it is called so. */
    public boolean is(String ofNamespace, String ofName) {
        return name.equals(ofName) && namespace.equals(ofNamespace);
    }

    /** Without what may be personal. */
    @Override
    public String toString() {
        return "XmlElement[" + name + ", " + children.size() + " children]";
    }
}
