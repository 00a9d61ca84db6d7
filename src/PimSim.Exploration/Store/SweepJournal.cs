using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using PimSim.Core;

namespace PimSim.Exploration;

/// <summary>
/// Finished points, appended as they come and flushed to the disk before they count as finished. A line:
/// <code>
/// CRC-32 of the rest, 8 hexadecimal digits | space | JSON of a <see cref="JournalEntry"/> | newline
/// </code>
/// The first line that is cut or damaged, and what follows, is dropped: those points are evaluated again.
/// </summary>
internal sealed class SweepJournal : IDisposable
{
    private const int CrcDigits = 8;

    private readonly string path;
    private readonly FileStream file;

    private SweepJournal(string path, FileStream file)
    {
        this.path = path;
        this.file = file;
    }

    /// <summary>Opens the journal to append, dropping what is damaged at its end.</summary>
    /// <param name="path">The file; it is made when it is not there.</param>
    /// <param name="entries">What it holds, each point once.</param>
    /// <exception cref="UserErrorException">PIM1246: it cannot be opened.</exception>
    public static SweepJournal Open(string path, out IReadOnlyList<JournalEntry> entries)
    {
        FileStream? file = null;
        IReadOnlyList<JournalEntry> found = [];
        SweepFolder.Guard(path, () =>
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            found = Read(file, out long sound);
            file.SetLength(sound);
            file.Position = sound;
        });
        entries = found;
        return new SweepJournal(path, file!);
    }

    /// <summary>What a journal holds, without touching it; nothing where there is none.</summary>
    public static IReadOnlyList<JournalEntry> Read(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Read(file, out _);
        }
        catch (FileNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (FileFault.IsOne(e))
        {
            throw FileFault.CannotRead(path, e);
        }
    }

    /// <summary>Appends entries and flushes them to the disk: when this returns they are finished.</summary>
    /// <exception cref="UserErrorException">PIM1246: not all of them could be written.</exception>
    public void Append(IEnumerable<JournalEntry> entries)
    {
        using MemoryStream lines = new();
        foreach (JournalEntry entry in entries)
        {
            byte[] json = JsonSerializer.SerializeToUtf8Bytes(entry, PointJson.Default.JournalEntry);
            lines.Write(Encoding.ASCII.GetBytes(ContentHash.Crc32(json).ToString("x8", CultureInfo.InvariantCulture)));
            lines.WriteByte((byte)' ');
            lines.Write(json);
            lines.WriteByte((byte)'\n');
        }

        SweepFolder.Guard(path, () =>
        {
            file.Write(lines.GetBuffer(), 0, (int)lines.Length);
            file.Flush(flushToDisk: true);
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            file.Dispose();
        }
        catch (IOException)
        {
            // What could not be written has been reported; closing tries again and fails again.
        }
    }

    private static List<JournalEntry> Read(FileStream file, out long sound)
    {
        List<JournalEntry> entries = [];
        HashSet<long> seen = [];
        sound = 0;
        byte[] buffer = new byte[1 << 20];
        int held = 0;
        while (true)
        {
            int read = file.Read(buffer, held, buffer.Length - held);
            held += read;
            int used = 0;
            while (buffer.AsSpan(used, held - used).IndexOf((byte)'\n') is var length and >= 0)
            {
                if (Parse(buffer.AsSpan(used, length)) is not { } entry)
                {
                    return entries;
                }

                used += length + 1;
                sound += length + 1;
                if (seen.Add(entry.Point))
                {
                    entries.Add(entry);
                }
            }

            if (read == 0)
            {
                return entries;
            }

            buffer.AsSpan(used, held - used).CopyTo(buffer);
            held -= used;
            if (held == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }
    }

    private static JournalEntry? Parse(ReadOnlySpan<byte> line)
    {
        if (line.Length < CrcDigits + 2 || line[CrcDigits] != (byte)' '
            || !Utf8Parser.TryParse(line[..CrcDigits], out uint crc, out int read, 'x') || read != CrcDigits
            || ContentHash.Crc32(line[(CrcDigits + 1)..]) != crc)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(line[(CrcDigits + 1)..], PointJson.Default.JournalEntry);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}
