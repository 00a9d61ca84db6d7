using PimSim.Core;
using PimSim.Models;

namespace PimSim.Traces;

/// <summary>Writes the text formats, a line a request, in the form that the simulator of the format writes or documents.</summary>
internal sealed class TextRequestEncoder(Stream stream, RequestFormat format) : IRequestEncoder
{
    private const int BufferBytes = 1 << 16;
    private const int LongestLineWithoutData = 64;

    private byte[] buffer = new byte[BufferBytes];
    private int filled;
    private long lastCycle;

    public void Add(in Request request, ReadOnlySpan<byte> data)
    {
        int needed = LongestLineWithoutData + (2 * data.Length);
        if (buffer.Length - filled < needed)
        {
            Flush();
            if (buffer.Length < needed)
            {
                buffer = new byte[needed];
            }
        }

        switch (format)
        {
            case RequestFormat.Ramulator:
                Text(request.IsWrite ? "ST "u8 : "LD "u8);
                Address(request.Address);
                break;
            case RequestFormat.RamulatorReadWrite:
                Text(request.IsWrite ? "W "u8 : "R "u8);
                Address(request.Address);
                break;
            case RequestFormat.DramSim3:
                Address(request.Address);
                Text(request.IsWrite ? " WRITE "u8 : " READ "u8);
                Number(request.Cycle);
                break;
            case RequestFormat.DramSys or RequestFormat.DramSysRelative:
                Number(format == RequestFormat.DramSys ? request.Cycle : request.Cycle - lastCycle);
                Text(request.IsWrite ? ": write "u8 : ": read "u8);
                Address(request.Address);
                Data(data);
                break;
            default:
                throw new InternalErrorException($"request format {format} is no text");
        }

        Text("\n"u8);
        lastCycle = request.Cycle;
    }

    public void Complete() => Flush();

    private void Flush()
    {
        stream.Write(buffer, 0, filled);
        filled = 0;
    }

    private void Text(ReadOnlySpan<byte> text)
    {
        text.CopyTo(buffer.AsSpan(filled));
        filled += text.Length;
    }

    private void Number(long number)
    {
        number.TryFormat(buffer.AsSpan(filled), out int length);
        filled += length;
    }

    private void Address(ulong address)
    {
        Text("0x"u8);
        address.TryFormat(buffer.AsSpan(filled), out int length, "x");
        filled += length;
    }

    private void Data(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
        {
            return;
        }

        Text(" 0x"u8);
        foreach (byte value in data)
        {
            value.TryFormat(buffer.AsSpan(filled), out int length, "x2");
            filled += length;
        }
    }
}
