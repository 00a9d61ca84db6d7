namespace PimSim.Traces;

/// <summary>What the lines of a trace share while it is read.</summary>
/// <param name="options">How it is read.</param>
internal sealed class LineContext(RequestReadOptions options)
{
    /// <summary>Levels of an address vector at most.</summary>
    public const int MaximumLevels = 16;

    private readonly long[] levels = new long[MaximumLevels];
    private byte[] data = [];

    /// <summary>How the trace is read.</summary>
    public RequestReadOptions Options { get; } = options;

    /// <summary>Cycle of the request before.</summary>
    public long LastCycle { get; set; }

    /// <summary>Room for an address vector.</summary>
    public Span<long> Levels => this.levels;

    /// <summary>Bytes of every write; -1 before the first one.</summary>
    public int DataBytes { get; private set; } = -1;

    /// <summary>Data kept since <see cref="ForgetData"/>.</summary>
    public ReadOnlySpan<byte> Data => this.data.AsSpan(0, dataCount);

    private int dataCount;

    /// <summary>Starts a new batch.</summary>
    public void ForgetData() => dataCount = 0;

    /// <summary>Takes the data of a write, pairs of hexadecimal digits.</summary>
    public LineResult KeepData(ReadOnlySpan<byte> digits)
    {
        int bytes = digits.Length / 2;
        if (DataBytes < 0)
        {
            DataBytes = bytes;
        }

        if (DataBytes != bytes)
        {
            return LineResult.OtherDataLength;
        }

        if (this.data.Length < dataCount + bytes)
        {
            Array.Resize(ref this.data, Math.Max(1 << 12, 2 * (dataCount + bytes)));
        }

        for (int i = 0; i < bytes; i++)
        {
            this.data[dataCount + i] = (byte)((TextScan.HexDigit(digits[2 * i]) << 4) | TextScan.HexDigit(digits[(2 * i) + 1]));
        }

        dataCount += bytes;
        return LineResult.Request;
    }
}
