package com.versaai.hub.dryrun;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Set;
import org.springframework.asm.ClassWriter;
import org.springframework.asm.Opcodes;
import org.springframework.asm.Type;

/** An interface with the public methods of a class, so that whatever calls those by their names finds them; the class may be final. */
final class CalledAlike extends ClassLoader {

    private static final String NAME = CalledAlike.class.getPackageName() + ".standin.Bean";

    private CalledAlike(ClassLoader parent) {
        super(parent);
    }

    static Class<?> as(Class<?> type) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE, NAME.replace('.', '/'), null, "java/lang/Object", null);
        Set<String> written = new HashSet<>();
        for (Method method : type.getMethods()) {
            String form = method.getName() + Type.getMethodDescriptor(method);
            boolean called = !Modifier.isStatic(method.getModifiers()) && method.getDeclaringClass() != Object.class && !method.isBridge();
            if (called && !ofEveryObject(method) && written.add(form)) {
                writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT, method.getName(), Type.getMethodDescriptor(method), null, null).visitEnd();
            }
        }
        writer.visitEnd();
        byte[] code = writer.toByteArray();
        ClassLoader parent = type.getClassLoader() == null ? CalledAlike.class.getClassLoader() : type.getClassLoader();
        return new CalledAlike(parent).defineClass(NAME, code, 0, code.length);
    }

    private static boolean ofEveryObject(Method method) {
        try {
            return Object.class.getMethod(method.getName(), method.getParameterTypes()) != null;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}
