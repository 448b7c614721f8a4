package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Expression.Call;
import java.util.ArrayList;
import java.util.List;

/** The expressions that one consists of, subqueries aside. */
final class Parts {
    private Parts() {}

    static List<Expression> of(Expression e) {
        List<Expression> parts = new ArrayList<>();
        if (e instanceof Call call) {
            parts.addAll(call.arguments());
            call.filter().ifPresent(parts::add);
        } else if (e instanceof Expression.Infix infix) {
            parts.add(infix.left());
            parts.add(infix.right());
        } else if (e instanceof Expression.Unary unary) {
            parts.add(unary.operand());
        } else if (e instanceof Expression.Between between) {
            parts.addAll(List.of(between.operand(), between.low(), between.high()));
        } else if (e instanceof Expression.InList inList) {
            parts.add(inList.operand());
            parts.addAll(inList.list());
        } else if (e instanceof Expression.InQuery inQuery) {
            parts.add(inQuery.operand());
        } else if (e instanceof Expression.Like like) {
            parts.add(like.operand());
            parts.add(like.pattern());
        } else if (e instanceof Expression.Is is) {
            parts.add(is.operand());
        } else if (e instanceof Expression.Quantified quantified) {
            parts.add(quantified.left());
        } else if (e instanceof Expression.Case c) {
            c.operand().ifPresent(parts::add);
            c.branches().forEach(branch -> parts.addAll(List.of(branch.condition(), branch.result())));
            c.otherwise().ifPresent(parts::add);
        } else if (e instanceof Expression.Cast cast) {
            parts.add(cast.operand());
        } else if (e instanceof Expression.Transcode transcode) {
            parts.add(transcode.operand());
        } else if (e instanceof Expression.Collate collate) {
            parts.add(collate.operand());
        } else if (e instanceof Expression.RowValue rowValue) {
            parts.addAll(rowValue.items());
        } else if (e instanceof Expression.Interval interval) {
            parts.add(interval.amount());
        } else if (e instanceof Expression.Assignment assignment) {
            parts.add(assignment.value());
        }
        return parts;
    }
}
