using PimSim.Driver;

namespace PimSim.Bnn;

/// <summary>
/// Walks a network once and makes its steps. Layers take with them what follows and can be decided in their block; a batch norm before an
/// addition is part of the addition; a sign is made where its number is made; a sign that follows a batch norm, pools between them or not,
/// is decided exactly on what the batch norm takes.
/// </summary>
internal sealed class GraphPlanner
{
    private readonly BnnNetwork network;
    private readonly NetworkShapes shapes;
    private readonly NetworkConsumers consumers;
    private readonly List<NetworkStep> steps = [];
    private readonly List<NetworkValue> values = [];
    private readonly Dictionary<string, int> valueOf = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> scaled = [];
    private readonly HashSet<NetworkNode> done = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<NetworkNode> folded = new(ReferenceEqualityComparer.Instance);

    public GraphPlanner(BnnNetwork network, NetworkShapes shapes)
    {
        this.network = network;
        this.shapes = shapes;
        consumers = new NetworkConsumers(network);
    }

    public NetworkPlan Run()
    {
        MakeValue(ValueKind.Numbers, BnnNetwork.InputName);
        foreach (NetworkNode node in this.network.Nodes.Where(n => !done.Contains(n)))
        {
            Plan(node);
        }

        return new NetworkPlan { Steps = steps, Values = values, Result = valueOf[this.network.Nodes[^1].Name] };
    }

    private void Plan(NetworkNode node)
    {
        switch (node)
        {
            case ConvolutionNode or DenseNode:
                PlanLayer(node);
                break;
            case BatchNormNode norm:
                PlanNorm(norm);
                break;
            case SignNode sign:
                PlanSign(sign);
                break;
            case AddNode:
                PlanNumbers(node, [.. node.Inputs.Select(Term)], new ElementwiseStep(node.Name) { Terms = [], Input = this.shapes[node.Name], Output = this.shapes[node.Name] }, fuses: true);
                break;
            case MaxPoolNode pool:
                PlanMaxPool(pool);
                break;
            case AveragePoolNode pool:
                ElementwiseStep average = new(pool.Name)
                {
                    Terms = [],
                    Input = this.shapes[pool.Inputs[0]],
                    Output = this.shapes[pool.Name],
                    Reduction = WindowReduction.Average,
                    Size = pool.Size,
                    Stride = pool.Stride,
                };
                PlanNumbers(pool, [new StepTerm(Numbers(pool.Inputs[0]), null, null)], average, fuses: true);
                break;
            default:
                throw LayerBlocks.NotYet(node, $"it does not belong to the block of '{node.Inputs[0]}'", "put thresholds directly behind a binary layer, with at most one pool between");
        }
    }

    private void PlanLayer(NetworkNode node)
    {
        int input = LayerBlocks.IsReal(node) ? Numbers(node.Inputs[0]) : valueOf[node.Inputs[0]];
        LayerPlan start = LayerBlocks.Start(node, values[input], this.shapes, this.network.Input);
        (LayerPlan block, List<NetworkNode> nodes) = LayerBlocks.Grow(start, consumers, this.shapes);
        done.UnionWith(nodes);
        folded.UnionWith(nodes);
        ValueKind kind = block.HasSign ? ValueKind.Bits : block.OutputPlanes is not null ? ValueKind.Levels : block.IsBinary ? ValueKind.Counts : ValueKind.Numbers;
        int output = MakeValue(kind, nodes[^1].Name);
        values[output] = values[output] with { Counts = kind == ValueKind.Counts ? block : null, Planes = block.OutputPlanes };
        steps.Add(new LayerStep(block, input, output));
    }

    private void PlanNorm(BatchNormNode norm)
    {
        if (IsPartOfAddition(norm))
        {
            return;
        }

        int input = valueOf[norm.Inputs[0]];
        SignNode[] signs = [.. consumers.Of(norm.Name).OfType<SignNode>()];
        bool numbers = consumers.NeedsNumbers(norm.Name, folded.Contains);
        if (numbers || signs.Length > 0)
        {
            ImageShape shape = this.shapes[norm.Name];
            int? number = numbers ? MakeValue(ValueKind.Numbers, norm.Name) : null;
            steps.Add(new ElementwiseStep(norm.Name)
            {
                Terms = [new StepTerm(input, numbers ? values[input].Counts : null, numbers ? norm : null)],
                Input = shape,
                Output = shape,
                Numbers = number,
                Signs = signs.Length > 0 ? MakeSigns(signs) : null,
                SignNorm = signs.Length > 0 ? norm : null,
                SignsOnInput = signs.Length > 0,
                CountsOfSigns = signs.Length > 0 ? values[input].Counts : null,
            });
        }
    }

    private void PlanSign(SignNode sign)
    {
        if (consumers.NormBefore(sign.Inputs[0], folded.Contains) is { } before)
        {
            // A batch norm of its own signs has been met, so pools stand between.
            int bits = Decide(sign, valueOf[before.Norm.Inputs[0]], before.Norm, null, before.Norm.Name);
            foreach (MaxPoolNode pool in before.Pools)
            {
                bool last = ReferenceEquals(pool, before.Pools[^1]);
                bits = PoolBits(pool, bits, last ? sign.Name : null, last ? sign.Name : FormattableString.Invariant($"{sign.Name}-{pool.Name}"));
            }

            return;
        }

        int input = valueOf[sign.Inputs[0]];
        if (values[input].Kind is ValueKind.Bits or ValueKind.Levels)
        {
            throw LayerBlocks.NotYet(sign, $"'{sign.Inputs[0]}' before it gives bits or whole numbers already", "leave it out");
        }

        Decide(sign, input, null, sign.Name, sign.Name);
    }

    /// <summary>A step of signs alone.</summary>
    private int Decide(SignNode sign, int input, BatchNormNode? norm, string? node, string shape)
    {
        int bits = MakeValue(ValueKind.Bits, node, this.shapes[shape]);
        steps.Add(new ElementwiseStep(node ?? FormattableString.Invariant($"{sign.Name}-{norm!.Name}"))
        {
            Terms = [new StepTerm(input, null, null)],
            Input = this.shapes[shape],
            Output = this.shapes[shape],
            Signs = bits,
            SignNorm = norm,
            SignsOnInput = true,
            CountsOfSigns = values[input].Counts,
        });
        return bits;
    }

    private void PlanMaxPool(MaxPoolNode pool)
    {
        bool afterNorm = consumers.NormBefore(pool.Name, folded.Contains) is not null;
        if (afterNorm && !consumers.NeedsNumbers(pool.Name, folded.Contains))
        {
            return;
        }

        int input = Numbers(pool.Inputs[0]);
        if (values[input].Kind == ValueKind.Bits)
        {
            PoolBits(pool, input, pool.Name, pool.Name);
            return;
        }

        PlanNumbers(pool, [new StepTerm(input, null, null)], Windows(pool, pool.Name), fuses: !afterNorm);
    }

    private int PoolBits(MaxPoolNode pool, int input, string? node, string name)
    {
        int bits = MakeValue(ValueKind.Bits, node, this.shapes[pool.Name]);
        steps.Add(Windows(pool, name) with { Terms = [new StepTerm(input, null, null)], Signs = bits });
        return bits;
    }

    private ElementwiseStep Windows(MaxPoolNode pool, string name) => new(name)
    {
        Terms = [],
        Input = this.shapes[pool.Inputs[0]],
        Output = this.shapes[pool.Name],
        Reduction = WindowReduction.Maximum,
        Size = pool.Size,
        Stride = pool.Stride,
        Padding = pool.Padding,
    };

    /// <summary>A step whose result is numbers, with the first sign that is made of them.</summary>
    private void PlanNumbers(NetworkNode node, StepTerm[] terms, ElementwiseStep step, bool fuses)
    {
        (SignNode Sign, BatchNormNode? Norm)? fused = fuses ? FirstSign(node.Name) : null;
        if (fused is { } found)
        {
            done.Add(found.Sign);
            done.UnionWith(found.Norm is null ? [] : [found.Norm]);
        }

        bool numbers = consumers.IsLast(node.Name) || consumers.Of(node.Name).Any(c => !done.Contains(c));
        int? number = numbers ? MakeValue(ValueKind.Numbers, node.Name) : null;
        steps.Add(step with
        {
            Terms = terms,
            Numbers = number,
            Signs = fused is { } f ? MakeSigns([f.Sign]) : null,
            SignNorm = fused?.Norm,
        });
    }

    private (SignNode Sign, BatchNormNode? Norm)? FirstSign(string name)
    {
        foreach (NetworkNode c in consumers.Of(name))
        {
            if (c is SignNode sign)
            {
                return (sign, null);
            }

            if (c is BatchNormNode norm && consumers.Of(c.Name) is [SignNode only])
            {
                return (only, norm);
            }
        }

        return null;
    }

    private bool IsPartOfAddition(BatchNormNode norm) => consumers.Of(norm.Name) is [AddNode];

    private StepTerm Term(string name)
    {
        if (valueOf.TryGetValue(name, out int value))
        {
            return new StepTerm(value, values[value].Counts, null);
        }

        var norm = (BatchNormNode)consumers.Find(name)!;
        int input = valueOf[norm.Inputs[0]];
        return new StepTerm(input, values[input].Counts, norm);
    }

    /// <summary>The value of a node as it can be pooled or multiplied: counts are scaled first, once.</summary>
    private int Numbers(string name)
    {
        int value = valueOf[name];
        if (values[value].Counts is not { } counts)
        {
            return value;
        }

        if (!scaled.TryGetValue(value, out int numbers))
        {
            scaled[value] = numbers = MakeValue(ValueKind.Numbers, null, values[value].Shape);
            steps.Add(new ElementwiseStep(FormattableString.Invariant($"{name}-scale"))
            {
                Terms = [new StepTerm(value, counts, null)],
                Input = values[value].Shape,
                Output = values[value].Shape,
                Numbers = numbers,
            });
        }

        return numbers;
    }

    private int MakeSigns(SignNode[] signs)
    {
        int bits = MakeValue(ValueKind.Bits, signs[0].Name);
        foreach (SignNode sign in signs)
        {
            done.Add(sign);
            valueOf[sign.Name] = bits;
        }

        return bits;
    }

    private int MakeValue(ValueKind kind, string node) => MakeValue(kind, node, this.shapes[node]);

    private int MakeValue(ValueKind kind, string? node, ImageShape shape)
    {
        values.Add(new NetworkValue(kind, shape, node));
        if (node is not null)
        {
            valueOf[node] = values.Count - 1;
        }

        return values.Count - 1;
    }
}
