using PimSim.Bits;
using PimSim.Device;

namespace PimSim.Driver;

/// <summary>
/// Wrong bits of activations (<c>faults.ber.activations</c>): drawn once for each tensor and image, when the first layer on the device takes
/// it, so all that take it see the same. Safe for concurrent use on different tensors.
/// </summary>
internal sealed class ActivationFaults
{
    private const int NumberBits = 32;

    private readonly FaultPlan plan;
    private long bits;
    private long flips;

    private ActivationFaults(FaultPlan plan)
    {
        this.plan = plan;
    }

    /// <summary>Bits handed over so far.</summary>
    public long Bits => Interlocked.Read(ref bits);

    /// <summary>Bits inverted so far.</summary>
    public long Flips => Interlocked.Read(ref flips);

    /// <summary>Those of <paramref name="plan"/>, or null where no activation is wrong.</summary>
    public static ActivationFaults? Of(FaultPlan? plan) => plan?.Model.Faults.Activations.BitErrorRate > 0 ? new ActivationFaults(plan) : null;

    /// <summary>The wrong bits of tensor <paramref name="tensor"/> for image <paramref name="image"/>, in place of what <paramref name="positions"/> holds.</summary>
    public void Draw(Activations tensor, long image, int id, List<long> positions)
    {
        long length = (long)tensor.Height * tensor.Width * tensor.Channels * (tensor.Numbers is not null ? NumberBits : tensor.Planes?.Length ?? 1);
        positions.Clear();
        plan.ActivationFlips(image, id, length, positions);
        Interlocked.Add(ref bits, length);
        Interlocked.Add(ref flips, positions.Count);
    }

    /// <summary>Inverts bits of place <paramref name="slot"/> of a tensor.</summary>
    public static void Invert(Activations tensor, int slot, List<long> positions)
    {
        int elements = tensor.Height * tensor.Width * tensor.Channels;
        foreach (long position in positions)
        {
            if (tensor.Numbers is not null)
            {
                ref float number = ref tensor.Image(slot)[(int)(position / NumberBits)];
                number = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(number) ^ (1u << (int)(position % NumberBits)));
                continue;
            }

            (long plane, long element) = Math.DivRem(position, elements);
            PackedImages target = tensor.Planes?[plane] ?? tensor.Bits!;
            (int pixel, int channel) = Math.DivRem((int)element, tensor.Channels);
            (int y, int x) = Math.DivRem(pixel, tensor.Width);
            target.Set(slot, y, x, channel, !target.Get(slot, y, x, channel));
        }
    }

    /// <summary>Draws and inverts.</summary>
    public void Apply(Activations tensor, int slot, long image, int id)
    {
        List<long> positions = [];
        Draw(tensor, image, id, positions);
        Invert(tensor, slot, positions);
    }
}
