package io.fastmigrate.lint.internal.fix;

import io.fastmigrate.Script;

/**
 * What is done about a finding.
 *
 * @param script under the name that it had
 * @param done whether it is fixed
 * @param text what the fix does, or why there is none
 */
public record Fixed(Script script, String rule, boolean done, String text) {}
