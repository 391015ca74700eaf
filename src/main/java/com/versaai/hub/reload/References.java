package com.versaai.hub.reload;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;

/**
 * What a text rests on, as the compiler understood it: a word in a comment is no reference. Asked between checking and making byte code,
 * since the byte code does not say whose constant it holds.
 */
final class References implements TaskListener {

    /** Before the name of a kamelet among the names of classes. */
    static final String KAMELET = "kamelet:";
    private static final Pattern KAMELET_URI = Pattern.compile("\\bkamelet:(?://)?([\\w-]+)");

    private final JavacTask task;
    private final Trees trees;
    private final Map<String, Set<String>> found;

    /** @param found names of classes and {@link #KAMELET kamelets} by path, to be filled */
    References(JavacTask task, Map<String, Set<String>> found) {
        this.task = task;
        this.trees = Trees.instance(task);
        this.found = found;
    }

    @Override
    public void finished(TaskEvent event) {
        TreePath type = event.getKind() == TaskEvent.Kind.ANALYZE && event.getTypeElement() != null ? trees.getPath(event.getTypeElement()) : null;
        if (type != null) {
            String path = event.getCompilationUnit().getSourceFile().toUri().getPath().substring(1);
            new Names(found.computeIfAbsent(path, unused -> new TreeSet<>())).scan(type, null);
        }
    }

    /** Kamelets that a text calls by their address. */
    static void addKamelets(String text, Set<String> names) {
        Matcher kamelet = KAMELET_URI.matcher(text);
        while (kamelet.find()) {
            names.add(KAMELET + kamelet.group(1));
        }
    }

    private final class Names extends TreePathScanner<Void, Void> {
        private final Set<String> names;

        Names(Set<String> names) {
            this.names = names;
        }

        @Override
        public Void visitIdentifier(IdentifierTree node, Void unused) {
            add(trees.getElement(getCurrentPath()));
            return super.visitIdentifier(node, unused);
        }

        @Override
        public Void visitMemberSelect(MemberSelectTree node, Void unused) {
            add(trees.getElement(getCurrentPath()));
            return super.visitMemberSelect(node, unused);
        }

        @Override
        public Void visitMemberReference(MemberReferenceTree node, Void unused) {
            add(trees.getElement(getCurrentPath()));
            return super.visitMemberReference(node, unused);
        }

        /** {@code var} names no type and rests on one. */
        @Override
        public Void visitVariable(VariableTree node, Void unused) {
            Element variable = trees.getElement(getCurrentPath());
            if (variable != null && variable.asType() instanceof DeclaredType type) {
                add(type.asElement());
            }
            return super.visitVariable(node, unused);
        }

        @Override
        public Void visitLiteral(LiteralTree node, Void unused) {
            if (node.getValue() instanceof String text) {
                addKamelets(text, names);
            }
            return super.visitLiteral(node, unused);
        }

        private void add(Element element) {
            Element outermost = element;
            while (outermost != null && !(outermost.getEnclosingElement() instanceof PackageElement)) {
                outermost = outermost.getEnclosingElement();
            }
            if (outermost instanceof TypeElement type && type.getKind() != ElementKind.OTHER) {
                names.add(task.getElements().getBinaryName(type).toString());
            }
        }
    }
}
