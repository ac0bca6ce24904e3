package dev.sluice.gateway.control;

/** A kind of record that may stand in the control file too. */
public interface FilePart extends ControlPart {

    /** Its name in the control file and in paths: the kind's plural, such as {@code tenants}. */
    String path();

    /**
     * What is stored for what somebody wrote; most often just that.
     *
     * @param id the record's id, 1 to 200 letters, digits and {@code . _ - : @ * /}
     * @param body a JSON object, without the fields {@code id} and {@code source}
     * @throws dev.sluice.kit.problem.Refusal 400 that says what is wrong with which field, and what to write instead
     */
    byte[] checked(String id, byte[] body);

    /**
     * What is taken for a record of the control file: as {@link #checked}, without asking for other records, since those
     * may stand in the same file.
     */
    default byte[] written(String id, byte[] body) {
        return checked(id, body);
    }
}
