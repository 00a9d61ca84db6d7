namespace PimSim.Device;

/// <summary>The host's side of a domain's data bus: it gives the data of bus writes and takes that of bus reads, in order.</summary>
public interface IHostPort
{
    /// <summary>The next burst that the host puts on the bus of <paramref name="domain"/>, in bus byte order.</summary>
    ReadOnlySpan<byte> NextInput(int domain);

    /// <summary>A burst that the device put on the bus, in bus byte order; valid during the call.</summary>
    void OnOutput(int domain, ReadOnlySpan<byte> burst);
}
