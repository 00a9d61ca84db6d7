using PimSim.Models;

namespace PimSim.Device.Tests;

/// <summary>A host that gives bursts of counting bytes and keeps what it gets.</summary>
internal sealed class CountingHost : IHostPort
{
    private readonly byte[] burst;

    public CountingHost(DeviceModel model)
    {
        burst = new byte[model.Organization.AccessBits / 8];
    }

    public int Given { get; private set; }

    public List<byte[]> Got { get; } = [];

    public ReadOnlySpan<byte> NextInput(int domain)
    {
        Given++;
        for (int i = 0; i < burst.Length; i++)
        {
            burst[i] = (byte)((Given * 37) + i);
        }

        return burst;
    }

    public void OnOutput(int domain, ReadOnlySpan<byte> burst) => Got.Add(burst.ToArray());
}
