package com.versaai.hub.console;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.modelmbean.ModelMBean;
import javax.management.modelmbean.ModelMBeanInfo;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.spi.SpringManagementMBeanAssembler;

/**
 * One description for all MBeans of a class. Camel makes one for each of some six hundred processors, endpoints and routes, with a
 * sorted map for every attribute and operation: 15 MB for texts that are the same.
 */
final class SharedMBeanInfo extends SpringManagementMBeanAssembler {

    private final Map<Class<?>, ModelMBeanInfo> known = Collections.synchronizedMap(new WeakHashMap<>());

    SharedMBeanInfo(CamelContext context) {
        super(context);
    }

    @Override
    public ModelMBean assemble(MBeanServer server, Object managed, ObjectName name) throws JMException {
        ModelMBean bean = super.assemble(server, managed, name);
        // Another name is that of a custom instance within: its description is a mixture, and stays its own.
        if (bean != null && bean.getMBeanInfo() instanceof ModelMBeanInfo own && own.getClassName().equals(managed.getClass().getName())) {
            ModelMBeanInfo first = known.putIfAbsent(managed.getClass(), own);
            if (first != null) {
                bean.setModelMBeanInfo(first);
            }
        }
        return bean;
    }
}
