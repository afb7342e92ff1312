import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes what users can name of a jar of fastmigrate-core: its public types without code, for japicmp to compare with.
 *
 * <p>{@code java dev/ApiBaseline.java fastmigrate-core/target/fastmigrate-core-X.jar fastmigrate-core/src/japicmp/baseline.jar}
 */
final class ApiBaseline {

    private static final Set<String> EXPORTED = Set.of("io/fastmigrate", "io/fastmigrate/error", "io/fastmigrate/adapter");
    private static final Set<String> KEPT = Set.of(
            "AnnotationDefault", "ConstantValue", "Deprecated", "Exceptions", "InnerClasses", "PermittedSubclasses",
            "Record", "RuntimeVisibleAnnotations", "Signature");
    private static final int PUBLIC_OR_PROTECTED = 0x0001 | 0x0004;

    private final DataInputStream in;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private String[] texts = new String[0];

    private ApiBaseline(byte[] type) {
        in = new DataInputStream(new ByteArrayInputStream(type));
    }

    public static void main(String[] args) throws IOException {
        TreeMap<String, byte[]> types = new TreeMap<>();
        try (JarFile jar = new JarFile(args[0])) {
            for (var entry : jar.stream().toList()) {
                String name = entry.getName();
                String folder = name.substring(0, Math.max(0, name.lastIndexOf('/')));
                if (name.endsWith(".class") && EXPORTED.contains(folder)) {
                    byte[] api = new ApiBaseline(jar.getInputStream(entry).readAllBytes()).api();
                    if (api.length > 0) {
                        types.put(name, api);
                    }
                }
            }
        }
        Files.createDirectories(Path.of(args[1]).toAbsolutePath().getParent());
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(Path.of(args[1])))) {
            zip.setLevel(9);
            for (var type : types.entrySet()) {
                ZipEntry entry = new ZipEntry(type.getKey());
                entry.setTimeLocal(java.time.LocalDateTime.of(2026, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                zip.write(type.getValue());
            }
        }
        System.out.println(types.size() + " public types");
    }

    /** Returns the type without code; empty where it is not public. */
    private byte[] api() throws IOException {
        copy(8);
        copyConstants();
        int access = in.readUnsignedShort();
        if ((access & 1) == 0) {
            return new byte[0];
        }
        out.writeShort(access);
        copy(4);
        int interfaces = in.readUnsignedShort();
        out.writeShort(interfaces);
        copy(2 * interfaces);
        copyMembers();
        copyMembers();
        out.write(attributes());
        return bytes.toByteArray();
    }

    private void copy(int length) throws IOException {
        out.write(in.readNBytes(length));
    }

    private void copyConstants() throws IOException {
        int count = in.readUnsignedShort();
        out.writeShort(count);
        texts = new String[count];
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            out.writeByte(tag);
            switch (tag) {
                case 1 -> {
                    texts[i] = in.readUTF();
                    out.writeUTF(texts[i]);
                }
                case 7, 8, 16, 19, 20 -> copy(2);
                case 15 -> copy(3);
                case 5, 6 -> {
                    copy(8);
                    i++;
                }
                default -> copy(4);
            }
        }
    }

    private void copyMembers() throws IOException {
        List<byte[]> kept = new ArrayList<>();
        int count = in.readUnsignedShort();
        for (int i = 0; i < count; i++) {
            ByteArrayOutputStream member = new ByteArrayOutputStream();
            int access = in.readUnsignedShort();
            new DataOutputStream(member).writeShort(access);
            member.write(in.readNBytes(4));
            member.write(attributes());
            if ((access & PUBLIC_OR_PROTECTED) != 0) {
                kept.add(member.toByteArray());
            }
        }
        out.writeShort(kept.size());
        for (byte[] member : kept) {
            out.write(member);
        }
    }

    private byte[] attributes() throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(kept);
        int count = in.readUnsignedShort();
        int left = 0;
        for (int i = 0; i < count; i++) {
            int name = in.readUnsignedShort();
            byte[] content = in.readNBytes(in.readInt());
            if (KEPT.contains(texts[name])) {
                data.writeShort(name);
                data.writeInt(content.length);
                data.write(content);
                left++;
            }
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        new DataOutputStream(all).writeShort(left);
        kept.writeTo(all);
        return all.toByteArray();
    }
}
