package com.versaai.hub.reload;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.tooling.model.ArtifactModel;

/** Names the artifact that a component, language or data format is in, which Camel has and the hub does not bring along. */
final class MissingPart {

    private static final Pattern DATA_FORMAT = Pattern.compile("[Dd]ata ?[Ff]ormat (?:in registry with ref: )?'?([\\w-]+)'?");

    private MissingPart() {
    }

    /** A sentence that begins with a space; empty where nothing that Camel knows is missing. Says no more of the text than such a name. */
    static String advice(Throwable root) {
        ArtifactModel<?> missing = missing(root);
        return missing == null ? "" : " " + missing.getKind() + ' ' + missing.getName() + " is in " + missing.getGroupId() + ':' + missing.getArtifactId() + ':'
                + missing.getVersion() + ": put its jars into lib-extra/ and start the hub again, or add it to pom.xml (docs/routes.md, Components)";
    }

    private static ArtifactModel<?> missing(Throwable root) {
        CamelCatalog catalog = new DefaultCamelCatalog(false);
        if (root instanceof NoSuchEndpointException endpoint) {
            return catalog.componentModel(String.valueOf(endpoint.getUri()).replaceFirst(":.*", ""));
        }
        if (root instanceof NoSuchLanguageException language) {
            return catalog.languageModel(language.getLanguage());
        }
        Matcher format = DATA_FORMAT.matcher(String.valueOf(root.getMessage()));
        return root instanceof IllegalArgumentException && format.find() ? catalog.dataFormatModel(format.group(1)) : null;
    }
}
