package com.versaai.hub.reload;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.Label;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.SpringAsmInfo;

/**
 * Finds calls that end the process: the one mistake in a file that would take every other route with it. Looked for in the byte code,
 * where a static import or a method reference is the call it stands for; reflection is not looked through, since that is no mistake.
 */
final class ExitCalls {

    private static final Set<String> DEADLY = Set.of("java/lang/System.exit", "java/lang/Runtime.exit", "java/lang/Runtime.halt");

    private ExitCalls() {
    }

    /**
     * One problem for each line with such a call.
     *
     * @param classes byte code by binary name
     * @param files   path of the file that each class came from
     */
    static List<RouteProblem> in(Map<String, byte[]> classes, Map<String, String> files) {
        Set<RouteProblem> found = new LinkedHashSet<>();
        classes.forEach((name, code) -> new ClassReader(code).accept(new Methods(files.get(name), found), ClassReader.SKIP_FRAMES));
        return new ArrayList<>(found);
    }

    private static final class Methods extends ClassVisitor {
        private final String file;
        private final Set<RouteProblem> found;

        Methods(String file, Set<RouteProblem> found) {
            super(SpringAsmInfo.ASM_VERSION);
            this.file = file;
            this.found = found;
        }

        @Override
        public MethodVisitor visitMethod(int access, String method, String descriptor, String signature, String[] exceptions) {
            return new MethodVisitor(SpringAsmInfo.ASM_VERSION) {
                private int line;

                @Override
                public void visitLineNumber(int number, Label start) {
                    line = number;
                }

                @Override
                public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
                    look(owner, name);
                }

                @Override
                public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
                    for (Object argument : arguments) {
                        if (argument instanceof Handle handle) {
                            look(handle.getOwner(), handle.getName());
                        }
                    }
                }

                private void look(String owner, String name) {
                    if (DEADLY.contains(owner + '.' + name)) {
                        found.add(RouteProblem.of(file, line, 0, "compile", owner.substring(owner.lastIndexOf('/') + 1) + '.' + name
                                + " would end the hub and with it every other route"));
                    }
                }
            };
        }
    }
}
