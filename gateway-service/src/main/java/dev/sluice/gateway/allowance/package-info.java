/** What a key, a project, a tenant or a model may use, as an administrator writes it. Values only. */
@NullMarked
package dev.sluice.gateway.allowance;

import org.jspecify.annotations.NullMarked;
