package com.versaai.hub.dryrun;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.spi.DataFormatResolver;
import org.apache.camel.spi.Language;
import org.apache.camel.spi.LanguageResolver;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The languages and data formats of a stage: those that only compute are the real ones. Any other, a script language above all, and one that
 * somebody adds next year, fails the event it is asked about: what it would have done, and answered, nobody can know without doing it.
 */
final class StageLanguages implements LanguageResolver, DataFormatResolver {

    /** What they can say is bounded by the language. */
    static final Set<String> COMPUTING = Set.of("bean", "constant", "exchangeProperty", "file", "header", "jq", "jsonpath", "ref", "simple", "tokenize",
            "variable", "xpath");
    static final Set<String> COMPUTING_FORMATS = Set.of("bindyCsv", "bindyFixed", "bindyKvp", "csv", "jackson", "mimeMultipart");

    private final LanguageResolver languages;
    private final DataFormatResolver formats;

    /** Whether a bean of that name, a language or data format that Camel finds among the hub's beans, only computes. */
    static boolean computes(String bean) {
        return COMPUTING.contains(bean.replaceFirst("-language$", "")) || COMPUTING_FORMATS.contains(bean.replaceFirst("-dataformat$", ""));
    }

    StageLanguages(CamelContext context) {
        this.languages = context.getCamelContextExtension().getContextPlugin(LanguageResolver.class);
        this.formats = context.getCamelContextExtension().getContextPlugin(DataFormatResolver.class);
    }

    /** Fails for a name that is none, so that a mistake is told as where routes run. */
    @Override
    public Language resolveLanguage(String name, CamelContext asking) {
        Language found = languages.resolveLanguage(name, asking);
        return COMPUTING.contains(name) ? found : new Unspoken(name);
    }

    /** Null for a name that is none. */
    @Override
    public DataFormat createDataFormat(String name, CamelContext asking) {
        DataFormat found = formats.createDataFormat(name, asking);
        return found == null || COMPUTING_FORMATS.contains(name) ? found : new Unread(name);
    }

    private static NotOnAStageException refusal(String what) {
        return new NotOnAStageException(what + " is not run for show: it can do anything, and what it would answer is not known without that");
    }

    private record Unspoken(String name) implements Language {

        private record Nothing(String name) implements Expression, Predicate {

            @Override
            public <T> T evaluate(Exchange exchange, Class<T> type) {
                throw refusal("language " + name);
            }

            @Override
            public boolean matches(Exchange exchange) {
                throw refusal("language " + name);
            }

            @Override
            public void init(CamelContext context) {
                // nothing to prepare
            }

            @Override
            public void initPredicate(CamelContext context) {
                // nothing to prepare
            }
        }

        @Override
        public Predicate createPredicate(String expression) {
            return new Nothing(name);
        }

        @Override
        public Expression createExpression(String expression) {
            return new Nothing(name);
        }
    }

    private static final class Unread extends ServiceSupport implements DataFormat {

        private final String name;

        private Unread(String name) {
            this.name = name;
        }

        @Override
        public void marshal(Exchange exchange, Object graph, OutputStream stream) {
            throw refusal("data format " + name);
        }

        @Override
        public Object unmarshal(Exchange exchange, InputStream stream) {
            throw refusal("data format " + name);
        }
    }
}
