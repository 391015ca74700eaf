package com.versaai.hub.support;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a document has its reader do, in its order. Blocks of code without a file name are only shown, unless they are sh. */
public sealed interface Step {

    /** A block with a file name: the file's whole text. */
    record Write(String path, String text) implements Step {
    }

    /** A block of diff with a file name: its lines with a minus become those with a plus. */
    record Change(String path, String before, String after) implements Step {

        /** The text afterwards; what is to be changed must be there. */
        public String in(String text) {
            if (!text.contains(before)) {
                throw new IllegalArgumentException(path + " does not have these lines, which the document changes:\n" + before);
            }
            return text.replace(before, after);
        }
    }

    /** A line of sh; one that ends in a backslash goes on. */
    record Run(String command) implements Step {
    }

    /** The steps of a document, or of a part of one. */
    static List<Step> of(String document) {
        List<Step> steps = new ArrayList<>();
        Matcher block = Pattern.compile("^```(\\w+)(?: (\\S+))?\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL).matcher(document);
        while (block.find()) {
            String text = block.group(3);
            if (block.group(2) != null) {
                steps.add(block.group(1).equals("diff") ? new Change(block.group(2), marked(text, '-'), marked(text, '+')) : new Write(block.group(2), text));
            } else if (block.group(1).equals("sh")) {
                text.replaceAll("\\\\\n\\s*", "").lines().forEach(line -> steps.add(new Run(line)));
            }
        }
        return steps;
    }

    private static String marked(String diff, char mark) {
        return diff.lines().filter(line -> line.charAt(0) == mark).map(line -> line.substring(1) + '\n').collect(Collectors.joining());
    }
}
