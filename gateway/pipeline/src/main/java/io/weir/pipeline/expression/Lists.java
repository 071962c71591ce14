package io.weir.pipeline.expression;

import java.util.ArrayList;
import java.util.List;

/** Makes the nodes of {@code x in [a, b]}. What stands before {@code in} is asked once. */
final class Lists {

    private final Compiler compiler;
    private final Comparisons comparisons;

    Lists(Compiler compiler, Comparisons comparisons) {
        this.compiler = compiler;
        this.comparisons = comparisons;
    }

    /** Whether something is equal to one of a list: as all those comparisons joined by {@code ||}. */
    BoolNode of(Tree.In in) throws MistakeException {
        Kind kind = compiler.kind(in.item());
        for (Tree each : in.among()) {
            kind = kind.or(compiler.kind(each));
        }
        kind = kind.settled();
        for (Tree each : in.among()) {
            if (!compiler.kind(each).fits(kind)) {
                throw new MistakeException(
                        "this is never equal: expected " + kind.words() + ", found "
                                + compiler.kind(each).words(),
                        each.at());
            }
            comparisons.possible(in.item(), each);
        }
        return switch (kind) {
            case TEXT -> amongTexts(in);
            case BOOL -> amongBools(in);
            default -> amongNumbers(in);
        };
    }

    private BoolNode amongTexts(Tree.In in) throws MistakeException {
        TextNode item = compiler.text(in.item());
        List<TextNode> nodes = new ArrayList<>();
        for (Tree each : in.among()) {
            nodes.add(compiler.text(each));
        }
        TextNode[] all = nodes.toArray(new TextNode[0]);
        return scope -> {
            String text = item.of(scope);
            boolean known = !scope.missed();
            int result = known ? BoolNode.FALSE : BoolNode.NONE;
            for (int i = 0; i < all.length && known; i++) {
                boolean equal = all[i].of(scope).equals(text);
                if (scope.missed()) {
                    result = BoolNode.NONE;
                } else if (equal) {
                    return BoolNode.TRUE;
                }
            }
            return result;
        };
    }

    private BoolNode amongBools(Tree.In in) throws MistakeException {
        BoolNode item = compiler.bool(in.item());
        List<BoolNode> nodes = new ArrayList<>();
        for (Tree each : in.among()) {
            nodes.add(compiler.bool(each));
        }
        BoolNode[] all = nodes.toArray(new BoolNode[0]);
        return scope -> {
            int answer = item.of(scope);
            int result = answer == BoolNode.NONE ? BoolNode.NONE : BoolNode.FALSE;
            for (int i = 0; i < all.length && answer != BoolNode.NONE; i++) {
                int other = all[i].of(scope);
                if (other == answer) {
                    return BoolNode.TRUE;
                }
                result = Math.max(result, other == BoolNode.NONE ? BoolNode.NONE : BoolNode.FALSE);
            }
            return result;
        };
    }

    private BoolNode amongNumbers(Tree.In in) throws MistakeException {
        NumberNode item = compiler.number(in.item());
        List<NumberNode> nodes = new ArrayList<>();
        for (Tree each : in.among()) {
            nodes.add(compiler.number(each));
        }
        NumberNode[] all = nodes.toArray(new NumberNode[0]);
        return scope -> {
            double number = item.of(scope);
            int result = Double.isNaN(number) ? BoolNode.NONE : BoolNode.FALSE;
            for (NumberNode one : all) {
                double other = one.of(scope);
                if (other == number) {
                    return BoolNode.TRUE;
                }
                result = Math.max(result, Double.isNaN(other) ? BoolNode.NONE : BoolNode.FALSE);
            }
            return result;
        };
    }
}
