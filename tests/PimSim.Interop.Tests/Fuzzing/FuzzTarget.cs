namespace PimSim.Interop.Tests.Fuzzing;

/// <summary>A parser, and what it may take for a file that nobody vouches for.</summary>
/// <param name="Name">The format.</param>
/// <param name="Corpus">Files that it reads, to be damaged.</param>
/// <param name="Parse">Reads one.</param>
internal sealed record FuzzTarget(string Name, IReadOnlyList<byte[]> Corpus, Action<byte[]> Parse)
{
    /// <summary>Bytes that may be allocated for each byte of a file: what zip files and PNG may unpack to, twice.</summary>
    public int Factor { get; init; } = 128;

    /// <summary>Bytes that may be allocated for any file.</summary>
    public long Constant { get; init; } = 8 << 20;

    /// <summary>Bytes that a file of a length may allocate.</summary>
    public long MayAllocate(int length) => Constant + ((long)Factor * length);
}
