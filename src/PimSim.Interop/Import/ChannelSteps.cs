using PimSim.Bnn;

namespace PimSim.Interop;

/// <summary>
/// The values that a quantizer gives a channel as its whole number n rises: a value from each step's index on, all rising or all
/// falling. One step where the channel is constant.
/// </summary>
internal sealed class ChannelSteps
{
    private readonly LayerActivation source;
    private readonly List<(int Index, Surd Value)> steps = [];

    private ChannelSteps(LayerActivation source)
    {
        this.source = source;
    }

    /// <summary>How many values there are.</summary>
    public int Count => steps.Count;

    /// <summary>The smallest value.</summary>
    public Surd Low => IsRising ? steps[0].Value : steps[^1].Value;

    /// <summary>Whether values rise with n; also where there is only one.</summary>
    public bool IsRising => steps[0].Value.CompareTo(steps[^1].Value) <= 0;

    /// <summary>All values, in the order of n.</summary>
    public IEnumerable<Surd> Values => steps.Select(s => s.Value);

    /// <summary>Finds the steps of a monotone function of a channel by halving.</summary>
    /// <param name="source">What is quantized.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="map">The quantizer.</param>
    /// <param name="most">How many steps may be found.</param>
    /// <returns>The steps, or null where there are more than <paramref name="most"/>.</returns>
    public static ChannelSteps? Of(LayerActivation source, int channel, Func<Surd, Surd> map, int most)
    {
        ChannelSteps found = new(source);
        found.steps.Add((0, At(0)));
        Surd end = At(source.Count - 1);
        while (!found.steps[^1].Value.Equals(end))
        {
            (int from, Surd value) = found.steps[^1];
            int to = source.Count - 1;
            while (to - from > 1)
            {
                int middle = from + ((to - from) / 2);
                (from, to) = At(middle).Equals(value) ? (middle, to) : (from, middle);
            }

            if (found.steps.Count == most)
            {
                return null;
            }

            found.steps.Add((to, At(to)));
        }

        return found;

        Surd At(int index) => map(source.Value(channel, source.NumberAt(index)));
    }

    /// <summary>The threshold on n that fires where the value is at least <paramref name="value"/>.</summary>
    public DotThreshold AtLeast(Surd value)
    {
        if (IsRising)
        {
            int first = steps.FindIndex(s => s.Value.CompareTo(value) >= 0);
            return new DotThreshold(source.NumberAt(first < 0 ? source.Count : steps[first].Index), AtMost: false);
        }

        int below = steps.FindIndex(s => s.Value.CompareTo(value) < 0);
        return new DotThreshold(source.NumberAt((below < 0 ? source.Count : steps[below].Index) - 1), AtMost: true);
    }
}
