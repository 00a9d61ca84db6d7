namespace PimSim.Interop;

/// <summary>MultiThreshold: out_scale * #{thresholds not above x} + out_bias.</summary>
internal sealed class ThresholdQuantizer : Quantizer
{
    private readonly OnnxConstant thresholds;
    private readonly int steps;
    private readonly (Surd Origin, Surd Step) grid;
    private readonly Surd[] levels;
    private readonly bool channelsLast;
    private (int Rule, Surd[] Rising) last = (-1, []);

    public ThresholdQuantizer(OnnxNode node, OnnxConstant thresholds)
        : base(node)
    {
        if (thresholds.Shape.Length != 2)
        {
            throw ImportFault.Operand(node, $"has thresholds of shape [{string.Join(", ", thresholds.Shape)}], not channels x steps");
        }

        this.thresholds = thresholds;
        steps = thresholds.Shape[1];
        var scale = Surd.From(node.Attribute("out_scale", 1f));
        var bias = Surd.From(node.Attribute("out_bias", 0f));
        levels = [.. Enumerable.Range(0, steps + 1).Select(count => (scale * count) + bias)];
        grid = (scale.Sign != 0 && (bias / scale).Fraction is { IsWhole: true } ? Surd.Zero : bias, scale.Sign < 0 ? -scale : scale);
        channelsLast = node.Attribute("data_layout", "").EndsWith('C');
    }

    public override Func<int, int> RuleOf(int[] shape)
    {
        int channels = thresholds.Shape[0];
        if (channels == 1)
        {
            return _ => 0;
        }

        // Of a matrix, both layouts name the last axis.
        int axis = channelsLast || shape.Length < 2 ? shape.Length - 1 : 1;
        if (axis < 0 || shape[axis] != channels)
        {
            throw ImportFault.Operand(Node, $"has thresholds of {channels} channels for a tensor of [{string.Join(", ", shape)}]");
        }

        int inner = (int)TensorAxes.Count(shape[(axis + 1)..]);
        return i => i / inner % channels;
    }

    public override bool AreSame(int rule, int other)
    {
        for (int t = 0; t < steps; t++)
        {
            if (!thresholds[(rule * steps) + t].Equals(thresholds[(other * steps) + t]))
            {
                return false;
            }
        }

        return true;
    }

    public override Surd Apply(Surd x, int rule)
    {
        // In rising order they fire one after the other, so that half of them need not be looked at. Rules come one after the other too.
        if (last.Rule != rule)
        {
            last = (rule, [.. Enumerable.Range(rule * steps, steps).Select(t => thresholds[t]).Order()]);
        }

        int from = 0;
        int to = steps;
        while (from < to)
        {
            int middle = (from + to) / 2;
            (from, to) = x.CompareTo(last.Rising[middle]) >= 0 ? (middle + 1, to) : (from, middle);
        }

        return levels[from];
    }

    public override (Surd Origin, Surd Step) Grid(int rule) => grid;
}
